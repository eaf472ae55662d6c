import { createHash } from 'node:crypto';
import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authorize } from './access/authorize';
import { readAccessPolicy } from './access/credentialCache';
import { readApplication } from './application/readApplication';
import { readAttachments } from './attachments/readAttachments';
import { composeCheckResult, composeConfirmation } from './confirmation';
import type { TrackedDelivery } from './duplicates/deliveryStates';
import { openHistory } from './duplicates/openHistory';
import { takeFailedExecution } from './failedExecutionLimit';
import { buildItems } from './items/buildItems';
import { embedTestUrlFile } from './items/embedTestUrlFile';
import { openStaticValue, respondAfterStoring, stopsOnError } from './n8nLifecycle';
import { composeCheckMessage, composeRefusalMessage } from './logMessages';
import { makeRefusal, sendRefusal, type Refusal } from './refusals';
import { readRequest, type DeliveryRequest } from './request';
import { readSettings } from './settings/readSettings';
import { hasTicket } from './testForm/ticket';

/**
 * Handles a request to the trigger's URL.
 *
 * If the credential or, for an authorized sender, a setting is invalid, this function throws an error, so that n8n
 * returns 500 and an execution fails. The sender gets 503 instead if n8n could run the next steps despite the error, or
 * if, outside test mode, the credential has already caused an error within the last minute.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = readRequest(context);
	const result = runStages(context, request, receivedAt);
	if (stopsOnError(context)) return await result;
	return await result.catch((error: Error) => {
		// Any other error, such as n8n's, can contain a candidate's name as part of a file name.
		const advice =
			error instanceof NodeOperationError
				? error.message
				: "To see the reason in a failed execution, set the trigger's 'On Error' to 'Stop Workflow'.";
		return refuseDelivery(context, request, makeRefusal('unavailable', { advice }));
	});
}

/**
 * Runs a delivery through each stage. The first stage that refuses it ends the request. `TrackedDelivery` says what
 * happens to a duplicate, and to a delivery if n8n is killed.
 *
 * @throws NodeOperationError that tells the owner what to correct, or n8n's own error.
 */
async function runStages(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	receivedAt: Date,
): Promise<IWebhookResponseData> {
	const refuse = (refusal: Refusal) => refuseDelivery(context, request, refusal);

	const policy = await readAccessPolicy(context);
	if (!policy.ok) {
		if (takeFailedExecution(context)) throw policy.error;
		return refuse(makeRefusal('unavailable'));
	}
	if (!hasTicket(request, context, policy.value)) {
		const access = authorize(request, policy.value);
		if (!access.ok) return refuse(access.error);
	}
	const settings = readSettings(context);

	const application = readApplication(request, settings);
	if (!application.ok) return refuse(application.error);
	const { id, body, charset } = application.value;

	const bodySha256 = createHash('sha256').update(request.rawBody).digest('hex');
	const delivery = settings.skipDuplicates
		? trackProductionDelivery(context, request, `${bodySha256} ${charset}`)
		: undefined;
	if (delivery?.state === 'accepted') return { webhookResponse: { status: 'duplicate', id } };
	if (delivery?.state === 'inProgress') return refuse(makeRefusal('inProgress'));
	// By now, skipped and refused duplicates have been answered.
	const response = context.getResponseObject();
	response.once('finish', () => delivery?.markResponded(response.statusCode));

	const attachments = readAttachments(body, settings.acceptedTypes);
	const issues = [
		...application.value.issues,
		...attachments.flatMap((attachment) => attachment.issues),
	];
	const hasIssues = issues.length > 0;

	const receipt = {
		receivedAt: receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256,
	};
	if (request.purpose === 'check') {
		log(context, composeCheckMessage(request));
		return { webhookResponse: composeCheckResult(id, issues, attachments, receipt) };
	}
	const items = await buildItems({ body, attachments, issues, receipt }, settings, async (file) =>
		context.getMode() === 'manual'
			? embedTestUrlFile(file)
			: await context.helpers.prepareBinaryData(file.bytes, file.fileName, file.mimeType),
	);
	const reviewOutputs = hasIssues ? [[], items] : [items, []];
	const outputs = settings.onIssues === 'review' ? reviewOutputs : [items];
	return respondAfterStoring(outputs, () => {
		delivery?.markStored();
		return composeConfirmation(id, issues);
	});
}

/**
 * Tracks a delivery. Returns `undefined` if it is only checked, n8n provides no bytes, or it arrived in test mode. In
 * this mode, n8n saves no fingerprints, and people can send the same application again.
 */
function trackProductionDelivery(
	context: IWebhookFunctions,
	{ rawBody, purpose }: DeliveryRequest,
	fingerprint: string,
): TrackedDelivery | undefined {
	const isComparable = purpose === 'delivery' && rawBody.length > 0;
	if (!isComparable || context.getMode() !== 'webhook') return undefined;
	const trigger = {
		instance: context.getInstanceId(),
		workflow: String(context.getWorkflow().id),
		node: context.getNode().id,
	};
	return openHistory(trigger, openStaticValue(context)).track(fingerprint);
}

function refuseDelivery(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	refusal: Refusal,
): IWebhookResponseData {
	log(context, composeRefusalMessage(request, refusal));
	sendRefusal(context.getResponseObject(), refusal);
	return { noWebhookResponse: true };
}

function log(context: IWebhookFunctions, event: string): void {
	context.logger.warn(`CleverConnect Trigger ${event}`, {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
}
