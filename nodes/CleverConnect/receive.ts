import { createHash } from 'node:crypto';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { authorize } from './access';
import { readApplication } from './application';
import { readAttachments } from './attachments';
import { embedFile } from './embedFile';
import { buildItems } from './items';
import { answerOnceStored, onAnswer, openStaticValue } from './n8nLifecycle';
import { sendRefusal, type Refusal } from './refusal';
import { trackDelivery, type TrackedDelivery } from './redeliveries';
import { composeRefusalLine } from './refusalLog';
import { readRequest, type DeliveryRequest } from './request';
import {
	composeConfirmation,
	composeDuplicateConfirmation,
	correctStatus,
	isSuccess,
} from './confirmation';
import { findAccessPolicy, readSettings } from './settings';

const IN_PROGRESS: Refusal = {
	kind: 'inProgress',
	detail: 'The same application is being processed. Send it again in a moment.',
};

/** Runs a delivery through each stage, and sends the first refusal to the sender. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = readRequest(context);
	const refuse = (refusal: Refusal) => answerRefusal(context, request, refusal);

	const policy = await findAccessPolicy(context, receivedAt);
	if (!policy.ok) return refuse(policy.error);
	const access = authorize(request, policy.value);
	if (!access.ok) return refuse(access.error);
	const settings = readSettings(context);

	const application = readApplication(request, settings);
	if (!application.ok) return refuse(application.error);
	const { id, body, charset } = application.value;

	const bodySha256 = createHash('sha256').update(request.rawBody).digest('hex');
	// Without its bytes, a delivery can't be distinguished from others.
	const delivery =
		settings.skipRedeliveries && request.rawBody.length > 0
			? trackProductionDelivery(context, `${bodySha256} ${charset}`)
			: undefined;
	if (delivery?.state === 'accepted') return { webhookResponse: composeDuplicateConfirmation(id) };
	if (delivery?.state === 'inProgress') return refuse(IN_PROGRESS);
	// From here on, the response is to the delivery itself and not to a copy.
	onAnswer(context.getResponseObject(), (answer) => {
		const status = correctStatus(answer, settings.responseMode);
		if (isSuccess(status)) delivery?.accepted(new Date());
		else delivery?.refused();
		return status;
	});

	const attachments = readAttachments(body, settings.acceptedTypes);
	const issues = [...application.value.issues, ...attachments.flatMap((entry) => entry.issues)];
	if (issues.length > 0 && settings.onIssues === 'reject') {
		const detail = 'The application does not have the documented format.';
		return refuse({ kind: 'unprocessable', detail, issues });
	}

	const receipt = {
		receivedAt: receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256,
	};
	const items = await buildItems({ body, attachments, issues, receipt }, settings, async (file) =>
		context.getMode() === 'manual'
			? embedFile(file)
			: await context.helpers.prepareBinaryData(file.bytes, file.fileName, file.mimeType),
	);
	const hasReviewOutput = settings.onIssues === 'review';
	return answerOnceStored(chooseOutput(items, hasReviewOutput, issues.length > 0), () => {
		delivery?.stored(new Date());
		return composeConfirmation(id, issues);
	});
}

/**
 * Returns nothing in test mode, because n8n doesn't keep static data then, and the person who builds the
 * workflow wants to see every copy.
 */
function trackProductionDelivery(
	context: IWebhookFunctions,
	fingerprint: string,
): TrackedDelivery | undefined {
	if (context.getMode() !== 'webhook') return undefined;
	const trigger = {
		instance: context.getInstanceId(),
		workflow: String(context.getWorkflow().id),
		node: context.getNode().id,
	};
	// Not the time of receipt: while n8n read the credential, other deliveries may have begun.
	return trackDelivery(trigger, fingerprint, openStaticValue(context), new Date());
}

function chooseOutput(
	items: INodeExecutionData[],
	hasReviewOutput: boolean,
	hasIssues: boolean,
): INodeExecutionData[][] {
	if (!hasReviewOutput) return [items];
	return hasIssues ? [[], items] : [items, []];
}

function answerRefusal(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	refusal: Refusal,
): IWebhookResponseData {
	context.logger.warn(composeRefusalLine(request, refusal), {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
	sendRefusal(context.getResponseObject(), refusal);
	return { noWebhookResponse: true };
}
