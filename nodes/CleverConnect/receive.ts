import { createHash } from 'node:crypto';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readApplication } from './application';
import { readAttachments } from './attachments';
import { buildItems } from './items';
import type { Refusal } from './outcome';
import { readRequest, type DeliveryRequest } from './request';
import { composeReceipt, sendRefusal } from './response';
import { readSettings } from './settings';

/** The way of a delivery: each room is asked in turn, and the first refusal goes back to the sender. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = await readSettings(context);
	const request = readRequest(context, new Date());
	const turnAway = (refusal: Refusal) => answerRefusal(context, request, refusal);

	const obstacle = settings.gate.findObstacle(request);
	if (obstacle) return turnAway(obstacle);

	const application = readApplication(request, settings.maxFileBytes);
	if (!application.ok) return turnAway(application.refusal);
	const { id, body } = application.value;

	const attachments = await readAttachments(body, settings.acceptedTypes);
	const issues = [...application.value.issues, ...attachments.flatMap((entry) => entry.issues)];
	if (issues.length > 0 && settings.onIssues === 'reject') {
		const detail = 'The application does not have the documented format.';
		return turnAway({ kind: 'unprocessable', detail, issues });
	}

	const receipt = {
		receivedAt: request.receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256: createHash('sha256').update(request.rawBody).digest('hex'),
	};
	const items = await buildItems(
		{ body, attachments, issues, receipt },
		settings,
		async (...file) => await context.helpers.prepareBinaryData(...file),
	);
	return {
		workflowData: chooseOutput(items, settings.onIssues === 'review', issues.length > 0),
		webhookResponse: composeReceipt(id, issues),
	};
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
	context.logger.warn(describeRefusal(request, refusal), {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
	sendRefusal(context.getResponseObject(), refusal);
	return { noWebhookResponse: true };
}

/** For the owner's log: the address as seen and the reason, nothing of what was sent. */
function describeRefusal(request: DeliveryRequest, { kind, detail }: Refusal): string {
	const refused = `CleverConnect Trigger refused a delivery from ${request.address}: ${detail}`;
	if (kind !== 'addressNotAllowed' || !request.isForwardedByStranger) return refused;
	return `${refused} It came through a proxy that n8n does not trust: set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that the sender's own address is seen.`;
}
