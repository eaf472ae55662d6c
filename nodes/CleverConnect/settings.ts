import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import type { SoundGate } from './access';
import { parseAcceptedTypes, type AcceptedTypes } from './attachments';
import { readGate } from './credential';
import { DEFAULT_FILE_TYPES } from './trigger/properties';

/** What the owner of the workflow decided, checked and ready to be used. */
export interface Settings {
	readonly gate: SoundGate;
	readonly responseMode: 'onReceived' | 'lastNode';
	readonly onIssues: 'flag' | 'review' | 'reject';
	readonly output: 'application' | 'attachment';
	readonly acceptedTypes: AcceptedTypes;
	/** `Infinity`: only n8n's own limit on the body. */
	readonly maxFileMegabytes: number;
	readonly keepContent: boolean;
	readonly skipRedeliveries: boolean;
}

/**
 * Reads the trigger's parameters and credential. The same reading decides whether a workflow can be
 * published and what happens to each delivery.
 *
 * @throws NodeOperationError that names what the owner has to correct. On a delivery n8n then answers
 * 500 and records a failed execution, so that the owner sees it and the sender tries again.
 */
export async function readSettings(
	context: IHookFunctions | IWebhookFunctions,
	now: Date,
): Promise<Settings> {
	const gate = await readGate(context, now);
	if (!gate.sound) {
		throw new NodeOperationError(context.getNode(), gate.message, {
			description:
				'Open the credential of this trigger, correct it and save it. n8n checks it when you save.',
		});
	}

	const options = context.getNodeParameter('options', {}) as IDataObject;
	const acceptedTypes = parseAcceptedTypes(String(options.acceptedFileTypes ?? DEFAULT_FILE_TYPES));
	const faults = acceptedTypes.faults.map((entry) => `"${entry}" is not a file type.`);
	if (faults.length > 0) {
		throw new NodeOperationError(
			context.getNode(),
			`Accepted File Types: ${faults.join(' ')} Write extensions like pdf, or MIME types like application/pdf, separated by commas.`,
		);
	}

	const maxFileSize = Number(options.maxFileSize ?? 0);
	return {
		gate,
		responseMode: context.getNodeParameter('responseMode') as Settings['responseMode'],
		onIssues: context.getNodeParameter('onIssues') as Settings['onIssues'],
		output: context.getNodeParameter('output') as Settings['output'],
		acceptedTypes,
		maxFileMegabytes: maxFileSize > 0 ? maxFileSize : Infinity,
		keepContent: options.keepContent === true,
		skipRedeliveries: options.skipRedeliveries !== false,
	};
}
