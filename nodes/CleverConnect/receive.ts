import { createHash } from 'node:crypto';
import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authorize, createFailedExecutionLimit, readAccessPolicy } from './access';
import { readApplication } from './application';
import { readAttachments } from './attachments';
import { buildItems } from './items';
import { embedFile } from './items/embedFile';
import { answerOnceStored, onAnswer, openStaticValue, stopsOnError } from './n8nLifecycle';
import { trackDelivery, type TrackedDelivery } from './redeliveries';
import { readRequest, type DeliveryRequest } from './request';
import { composeCheckResult, composeConfirmation } from './response/confirmation';
import { sendRefusal, type Refusal } from './response/refusal';
import { composeRefusalLine, describeAddress } from './response/refusalLog';
import { readSettings } from './settings';

const UNAVAILABLE: Refusal = {
	kind: 'unavailable',
	detail: 'No delivery can be accepted at the moment. Send the application again later.',
	advice: "Open the trigger's credential, and click 'More details' to see what to correct.",
};

const failedExecutionLimit = createFailedExecutionLimit();

/**
 * Handles a request to the trigger's URL. No step runs on an application that a stage has refused.
 *
 * An error that the owner has to correct is thrown, so that n8n returns 500 and records a failed execution. If n8n
 * would then run the next steps, the delivery is refused instead.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = readRequest(context);
	const delivery = runStages(context, request, receivedAt);
	if (stopsOnError(context)) return await delivery;
	return await delivery.catch((error: Error) => {
		// Other errors are n8n's own, and their messages can contain the name of a file.
		const advice =
			error instanceof NodeOperationError
				? error.message
				: "To see the reason in a failed execution, set the trigger's 'On Error' to 'Stop Workflow'.";
		return answerRefusal(context, request, { ...UNAVAILABLE, advice });
	});
}

/**
 * Runs a delivery through each stage. The first refusal is the response to the sender.
 *
 * With `onReceived` ("Immediately"), n8n stores the execution, saves the delivery's fingerprint, responds with 2xx, and
 * runs the steps. With `lastNode` ("When Last Node Finishes"), n8n stores the execution, runs the steps, and responds.
 * n8n then saves the fingerprint, which is in the process's memory, only when the first copy arrives.
 *
 * In production, and with "Skip Re-Deliveries" on, a copy with the same bytes gets one of three answers: 503,
 * `duplicate`, or what a first delivery would get (`new`). The answer depends on how far the first delivery has come, and
 * on whether n8n has crashed since then:
 *
 * | the first delivery …             | onReceived | lastNode  | onReceived, crash | lastNode, crash |
 * | -------------------------------- | ---------- | --------- | ----------------- | --------------- |
 * | is in the stages                 | 503        | 503       | new               | new             |
 * | is stored                        | 503        | 503       | new *             | new *           |
 * | was answered with 2xx            | duplicate  | duplicate | duplicate         | new * **        |
 * | was answered with another status | new        | new *     | new               | new *           |
 *
 * - `*`: The steps may run on both applications.
 * - `**`: `duplicate`, if a copy arrived before the crash.
 * - A delivery without an answer counts as in progress for five minutes, and then as refused.
 * - Nothing is lost: n8n keeps what it has stored, and the sender has no 2xx for anything else. The clean-up deletes
 *   files that were stored without an execution.
 *
 * @throws NodeOperationError that tells the owner what to correct, or n8n's own error
 */
async function runStages(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	receivedAt: Date,
): Promise<IWebhookResponseData> {
	const refuse = (refusal: Refusal) => answerRefusal(context, request, refusal);

	const policy = await readAccessPolicy(context, receivedAt);
	if (!policy.ok) {
		if (mayFail(context)) throw policy.error;
		return refuse(UNAVAILABLE);
	}
	const access = authorize(request, policy.value);
	if (!access.ok) return refuse(access.error);
	const settings = readSettings(context);

	const application = readApplication(request, settings);
	if (!application.ok) return refuse(application.error);
	const { id, body, charset } = application.value;

	const bodySha256 = createHash('sha256').update(request.rawBody).digest('hex');
	const delivery = settings.skipRedeliveries
		? trackProductionDelivery(context, request, `${bodySha256} ${charset}`)
		: undefined;
	if (delivery?.state === 'accepted') return { webhookResponse: { status: 'duplicate', id } };
	if (delivery?.state === 'inProgress') {
		const detail = 'The same application is being processed. Send it again in a moment.';
		return refuse({ kind: 'inProgress', detail });
	}
	// From here on, the response is to the delivery itself and not to a copy.
	onAnswer(context.getResponseObject(), (status) => {
		const isConfirmed = status >= 200 && status < 300;
		if (isConfirmed) delivery?.accepted();
		else delivery?.refused();
	});

	const attachments = readAttachments(body, settings.acceptedTypes);
	const issues = [...application.value.issues, ...attachments.flatMap((entry) => entry.issues)];
	const hasIssues = issues.length > 0;
	if (hasIssues && settings.onIssues === 'reject') {
		const detail = 'The application does not have the documented format.';
		return refuse({ kind: 'unprocessable', detail, issues });
	}

	const receipt = {
		receivedAt: receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256,
	};
	if (request.isCheckOnly) {
		const address = describeAddress(request);
		log(context, 'info', `checked an application from ${address} without accepting it.`);
		return { webhookResponse: composeCheckResult(id, issues, attachments, receipt) };
	}
	const items = await buildItems({ body, attachments, issues, receipt }, settings, async (file) =>
		context.getMode() === 'manual'
			? embedFile(file)
			: await context.helpers.prepareBinaryData(file.bytes, file.fileName, file.mimeType),
	);
	const reviewOutputs = hasIssues ? [[], items] : [items, []];
	const outputs = settings.onIssues === 'review' ? reviewOutputs : [items];
	return answerOnceStored(outputs, () => {
		delivery?.stored();
		return composeConfirmation(id, issues);
	});
}

/**
 * Whether a delivery may fail because of the credential: once a minute for each trigger, because the sender isn't
 * authorized, and strangers must not be able to fill the database with failed executions.
 */
function mayFail(context: IWebhookFunctions): boolean {
	const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	// Not the time of receipt: while n8n read the credential, another delivery may have failed.
	return context.getMode() !== 'webhook' || failedExecutionLimit.take(trigger, new Date());
}

/**
 * Returns nothing if the delivery is neither remembered nor compared with others: because it is only checked, because
 * it has no bytes, or because it arrived in test mode, in which n8n keeps no static data, and the person who builds the
 * workflow wants to see every copy.
 */
function trackProductionDelivery(
	context: IWebhookFunctions,
	{ rawBody, isCheckOnly }: DeliveryRequest,
	fingerprint: string,
): TrackedDelivery | undefined {
	if (isCheckOnly || context.getMode() !== 'webhook' || rawBody.length === 0) return undefined;
	const trigger = {
		instance: context.getInstanceId(),
		workflow: String(context.getWorkflow().id),
		node: context.getNode().id,
	};
	return trackDelivery(trigger, fingerprint, openStaticValue(context));
}

function answerRefusal(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	refusal: Refusal,
): IWebhookResponseData {
	log(context, 'warn', composeRefusalLine(request, refusal));
	sendRefusal(context.getResponseObject(), refusal);
	return { noWebhookResponse: true };
}

function log(context: IWebhookFunctions, level: 'info' | 'warn', event: string): void {
	context.logger[level](`CleverConnect Trigger ${event}`, {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
}
