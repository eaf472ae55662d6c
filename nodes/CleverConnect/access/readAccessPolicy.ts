import { NodeOperationError, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { linkTo, NOTHING_TO_RETRY } from '../common/documentationLinks';
import { createExpiringMap } from '../common/expiringMap';
import { err, type Result } from '../common/result';
import { checkCredential, type AccessPolicy } from './checkCredential';

type Reading = Promise<Result<AccessPolicy, string>>;

/** The readings of the last few seconds, by workflow and credential. They contain no secrets. */
const readings = createExpiringMap<Reading>(5000);

/**
 * Returns the access policy from the trigger's credential, or an error that tells the owner what to correct. If n8n
 * can't read the credential, the error comes from n8n.
 */
export async function readAccessPolicy(
	context: IHookFunctions | IWebhookFunctions,
): Promise<Result<AccessPolicy, Error>> {
	try {
		const policy = await (context.getMode() === 'webhook' ? readRecent(context) : read(context));
		if (policy.ok) return policy;
		const description = `Open this trigger's credential, correct it, and save it. If n8n's check stays red, see ${linkTo('troubleshooting', 'Troubleshooting')}. ${NOTHING_TO_RETRY}`;
		return err(new NodeOperationError(context.getNode(), policy.error, { description }));
	} catch (error) {
		return err(error as Error);
	}
}

async function read(context: IHookFunctions | IWebhookFunctions): Reading {
	return checkCredential(await context.getCredentials('cleverConnectWebhookApi'));
}

/**
 * Returns a reading that deliveries of the same few seconds share, because reading a credential takes n8n a quarter of a
 * delivery's CPU time. A credential with faults is kept, too, but not n8n's failure to read one.
 */
async function readRecent(context: IHookFunctions | IWebhookFunctions): Reading {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().credentials]);
	const recent = readings.get(key);
	if (recent) return await recent;
	const reading = read(context);
	readings.set(key, reading);
	reading.catch(() => readings.delete(key));
	return await reading;
}
