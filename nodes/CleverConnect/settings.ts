import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { createFailureLimit, type AccessPolicy } from './access';
import { parseAcceptedTypes, type AcceptedTypes } from './attachments';
import { readAccessPolicy } from './credentialCache';
import { linkTo } from './documentation';
import type { Refusal } from './refusal';
import { err, ok, type Result } from './result';
import { DEFAULT_FILE_TYPES } from './trigger/properties';

/** The parameters of the trigger, checked and ready to be used. */
export interface Settings {
	readonly responseMode: 'onReceived' | 'lastNode';
	readonly onIssues: 'flag' | 'review' | 'reject';
	readonly output: 'application' | 'attachment';
	readonly acceptedTypes: AcceptedTypes;
	/** `Infinity` if only n8n's own limit on the body applies. */
	readonly maxFileMegabytes: number;
	readonly keepContent: boolean;
	readonly skipRedeliveries: boolean;
}

const RETRY_AFTER_SECONDS = 60;

const failureLimit = createFailureLimit();

/**
 * Returns who may deliver.
 *
 * @throws NodeOperationError that tells the owner what to correct in the credential, or n8n's own error
 * if n8n cannot read it.
 */
export async function requireAccessPolicy(
	context: IHookFunctions | IWebhookFunctions,
	now: Date,
): Promise<AccessPolicy> {
	const policy = await readAccessPolicy(context, now);
	if (policy.ok) return policy.value;
	throw new NodeOperationError(context.getNode(), policy.error, {
		description: `Open this trigger's credential, correct it, and save it. n8n checks the credential when you save it. If the check stays red, see ${linkTo('troubleshooting', 'Troubleshooting')}.`,
	});
}

/**
 * Returns who may deliver, as long as the credential is sound.
 *
 * Otherwise a delivery to a published workflow is refused, except for one a minute for each trigger. That
 * one fails, so that n8n answers 500 and records a failed execution that the owner sees. Nobody has been
 * authorized yet, and strangers must not be able to fill the database.
 *
 * @throws the error of `requireAccessPolicy`
 */
export async function findAccessPolicy(
	context: IWebhookFunctions,
	now: Date,
): Promise<Result<AccessPolicy, Refusal>> {
	const policy = requireAccessPolicy(context, now);
	const mayFail = () => {
		const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
		return context.getMode() !== 'webhook' || failureLimit.take(trigger, now);
	};
	return await policy.then(ok, async () =>
		mayFail()
			? ok(await policy)
			: err({
					kind: 'credentialUnsound',
					detail: 'No delivery can be accepted at the moment. Send the application again later.',
					retryAfter: RETRY_AFTER_SECONDS,
				}),
	);
}

/**
 * Returns the parameters of the trigger. The same check decides whether a workflow can be published and
 * what happens to each delivery.
 *
 * @throws NodeOperationError that tells the owner what to correct. On a delivery, n8n then answers 500
 * and records a failed execution, so that the owner sees it and the sender can try again.
 */
export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const acceptedTypes = parseAcceptedTypes(String(options.acceptedFileTypes ?? DEFAULT_FILE_TYPES));
	const faults = acceptedTypes.faults.map(
		(entry) => `'Accepted File Types' contains "${entry}", which is not a file type.`,
	);
	if (faults.length > 0) {
		throw new NodeOperationError(
			context.getNode(),
			`${faults.join(' ')} Enter file extensions such as pdf, or MIME types such as application/pdf, separated by commas.`,
			{
				description: `Open this trigger, correct the option, and publish the workflow again. If this message appears again, see ${linkTo('troubleshooting', 'Troubleshooting')}.`,
			},
		);
	}

	const maxFileSize = Number(options.maxFileSize ?? 0);
	return {
		responseMode: context.getNodeParameter('responseMode') as Settings['responseMode'],
		onIssues: context.getNodeParameter('onIssues') as Settings['onIssues'],
		output: context.getNodeParameter('output') as Settings['output'],
		acceptedTypes,
		maxFileMegabytes: maxFileSize > 0 ? maxFileSize : Infinity,
		keepContent: options.keepContent === true,
		skipRedeliveries: options.skipRedeliveries !== false,
	};
}
