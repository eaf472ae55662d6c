import { createHash } from 'node:crypto';
import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readApplication } from './application';
import { readAttachments } from './attachments';
import { buildItems } from './items';
import type { Refusal } from './outcome';
import { claimDelivery, type Claim } from './redeliveries';
import { readRequest, type DeliveryRequest } from './request';
import {
	composeDuplicateReceipt,
	composeReceipt,
	failWhatNeverRan,
	onAnswer,
	sendRefusal,
} from './response';
import { readSettings, type Settings } from './settings';

const RETRY_AFTER_SECONDS = 5;

/** The way of a delivery: each room is asked in turn, and the first refusal goes back to the sender. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const settings = await readSettings(context, receivedAt);
	const request = readRequest(context, receivedAt);
	const turnAway = (refusal: Refusal) => answerRefusal(context, request, refusal);

	const obstacle = settings.gate.findObstacle(request);
	if (obstacle) return turnAway(obstacle);

	const application = readApplication(request, settings.maxFileMegabytes);
	if (!application.ok) return turnAway(application.refusal);
	const { id, body } = application.value;

	const bodySha256 = createHash('sha256').update(request.rawBody).digest('hex');
	const claim = claimUnlessTesting(context, settings, bodySha256, request.receivedAt);
	if (claim?.standing === 'accepted') {
		claim.keep();
		return { webhookResponse: composeDuplicateReceipt(id) };
	}
	if (claim?.standing === 'inProgress') {
		const detail = 'The same application is being processed. Send it again in a moment.';
		return turnAway({ kind: 'inProgress', detail, retryAfter: RETRY_AFTER_SECONDS });
	}

	const attachments = await readAttachments(body, settings.acceptedTypes);
	const issues = [...application.value.issues, ...attachments.flatMap((entry) => entry.issues)];
	if (issues.length > 0 && settings.onIssues === 'reject') {
		claim?.withdraw(new Date());
		const detail = 'The application does not have the documented format.';
		return turnAway({ kind: 'unprocessable', detail, issues });
	}

	const receipt = {
		receivedAt: request.receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256,
	};
	const items = await buildItems(
		{ body, attachments, issues, receipt },
		settings,
		async (...file) => await context.helpers.prepareBinaryData(...file),
	);
	if (settings.responseMode === 'lastNode') failWhatNeverRan(context.getResponseObject());
	return {
		workflowData: chooseOutput(items, settings.onIssues === 'review', issues.length > 0),
		/**
		 * With `onReceived`, n8n reads this after it has stored the execution and before it saves static
		 * data. What is changed in static data earlier gets lost: n8n takes it for saved once it has made
		 * a workflow of it to run.
		 */
		get webhookResponse() {
			claim?.keepWithThis(new Date());
			return composeReceipt(id, issues);
		},
	};
}

/** Only published workflows remember: while somebody builds one, every copy is to be seen. */
function claimUnlessTesting(
	context: IWebhookFunctions,
	settings: Settings,
	bodySha256: string,
	now: Date,
): Claim | undefined {
	if (!settings.skipRedeliveries || context.getMode() !== 'webhook') return undefined;
	const scope = [context.getInstanceId(), String(context.getWorkflow().id), context.getNode().id];
	const claim = claimDelivery(scope, bodySha256, context.getWorkflowStaticData('node'), now);
	if (claim.standing === 'new') {
		onAnswer(context.getResponseObject(), (status) =>
			claim.settle(status >= 200 && status < 300, new Date()),
		);
	}
	return claim;
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
