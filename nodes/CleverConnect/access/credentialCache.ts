import { NodeOperationError, type IHookFunctions, type IWebhookFunctions } from 'n8n-workflow';
import { linkTo, NOTHING_TO_RETRY } from '../common/documentationLinks';
import { createExpiringMap } from '../common/expiringMap';
import { err, type Result } from '../common/result';
import { checkCredential, type AccessPolicy } from './credentialRules';

/** The time within which a change to the credential takes effect. */
export const KEPT_FOR_MS = 5000;

/** What was read in the last few seconds, by workflow and credential: policies without secrets, or faults. */
const readings = createExpiringMap<Promise<Result<AccessPolicy, string>>>(KEPT_FOR_MS);

/**
 * Returns the access policy, or an error that tells the owner what to correct in the credential. If n8n can't read the
 * credential, the error comes from n8n.
 */
export async function readAccessPolicy(
	context: IHookFunctions | IWebhookFunctions,
): Promise<Result<AccessPolicy, Error>> {
	try {
		const policy = await readCachedPolicy(context);
		if (policy.ok) return policy;
		const description = `Open this trigger's credential, correct it, and save it. If n8n's check stays red, see ${linkTo('troubleshooting', 'Troubleshooting')}. ${NOTHING_TO_RETRY}`;
		return err(new NodeOperationError(context.getNode(), policy.error, { description }));
	} catch (error) {
		return err(error as Error);
	}
}

/**
 * Returns the access policy from the trigger's credential, or the credential's faults. If n8n can't read the
 * credential, the promise is rejected.
 *
 * Decrypting a credential and looking for expressions takes n8n half as long as the rest of a request. Deliveries to a
 * published workflow can come in bursts, so those that arrive within seconds share one read. A failed read isn't kept,
 * because its cause, such as a busy database, can disappear at any moment. In test mode, and when a workflow is
 * published, each call reads the credential.
 */
async function readCachedPolicy(
	context: IHookFunctions | IWebhookFunctions,
): Promise<Result<AccessPolicy, string>> {
	const read = async () => checkCredential(await context.getCredentials('cleverConnectWebhookApi'));
	if (context.getMode() !== 'webhook') return await read();

	const key = JSON.stringify([context.getWorkflow().id, context.getNode().credentials]);
	const recent = readings.get(key);
	if (recent) return await recent;

	const policy = read();
	readings.set(key, policy);
	policy.catch(() => readings.delete(key));
	return await policy;
}
