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
import { embedTestUrlFile } from './items/testUrlFile';
import { answerAfterStoring, onAnswer, openStaticValue, stopsOnError } from './n8nLifecycle';
import { trackDelivery, type TrackedDelivery } from './redeliveries';
import { readRequest, type DeliveryRequest } from './request';
import { composeCheckResult, composeConfirmation } from './response/confirmation';
import { sendRefusal, type Refusal } from './response/refusal';
import { composeCheckLine, composeRefusalLine } from './response/refusalLog';
import { readSettings } from './settings';

const UNAVAILABLE: Refusal = {
	kind: 'unavailable',
	detail: 'No delivery can be accepted at the moment. Send the application again later.',
	advice: "Open the trigger's credential, and click 'More details' to see what to correct.",
};

const failedExecutionLimit = createFailedExecutionLimit();

/**
 * Handles a request to the trigger's URL.
 *
 * If the owner must correct something, this function throws an error, so that n8n returns 500 and records a failed
 * execution. If _On Error_ isn't _Stop Workflow_, n8n would run the steps despite the error, so the sender gets 503.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date();
	const request = readRequest(context);
	const result = runStages(context, request, receivedAt);
	if (stopsOnError(context)) return await result;
	return await result.catch((error: Error) => {
		// Any other error message comes from n8n and can contain a candidate's name as part of a file name.
		const advice =
			error instanceof NodeOperationError
				? error.message
				: "To see the reason in a failed execution, set the trigger's 'On Error' to 'Stop Workflow'.";
		return answerRefusal(context, request, { ...UNAVAILABLE, advice });
	});
}

/**
 * Runs a delivery through each stage and returns the first refusal to the sender.
 *
 * A delivery counts as accepted after n8n has answered it with 2xx. A copy is a later delivery of the same bytes, in
 * the same encoding, to the same trigger. In production with "Skip Re-Deliveries" turned on, the answer to a copy is
 * `duplicate` or 503 (try again in a moment), unless the copy is _new_. A _new_ copy is processed like any delivery.
 * In the tables, "after a crash" means that n8n is killed between one event and the next, and is then restarted.
 *
 * | `onReceived` ("Immediately"): n8n has … | a copy is   | after a crash, the delivery is | and a copy is |
 * | --------------------------------------- | ----------- | ------------------------------ | ------------- |
 * | 1. received the delivery                | 503         | lost                           | _new_         |
 * | 2. stored its execution                 | 503         | kept                           | _new_         |
 * | 3. saved its fingerprint                | 503         | kept                           | `duplicate`   |
 * | 4. answered with 2xx                    | `duplicate` | kept                           | `duplicate`   |
 * | 5. run all steps, or failed in one      | `duplicate` | done, or kept                  | `duplicate`   |
 *
 * | `lastNode` ("When Last Node Finishes")  | a copy is   | after a crash, the delivery is | and a copy is |
 * | --------------------------------------- | ----------- | ------------------------------ | ------------- |
 * | 1. received the delivery                | 503         | lost                           | _new_         |
 * | 2. stored its execution                 | 503         | kept                           | _new_         |
 * | 3. run all steps                        | 503         | done                           | _new_         |
 * | 4. answered with 2xx                    | `duplicate` | done                           | _new_         |
 * | 5. answered a copy                      | `duplicate` | done                           | `duplicate`   |
 *
 * - "Lost" means that the sender got no answer and has to repeat the delivery. "Kept" means that, after the restart,
 *   n8n runs the execution if no step had begun. If a step had begun, the workflow's owner has to retry the execution.
 *   If a copy is _new_ although the delivery isn't lost, the steps can run for both the delivery and the copy.
 * - A copy is also _new_ if n8n refused the delivery, couldn't store the delivery, or (with `lastNode`) answered with
 *   500 because a step failed. If n8n has neither answered within five minutes nor saved the fingerprint, a copy is
 *   _new_ although the delivery's steps might still be running.
 * - With `lastNode`, n8n saves the fingerprint only when it answers a copy, because n8n offers no earlier opportunity.
 *
 * @throws NodeOperationError that tells the owner what to correct, or n8n's own error.
 */
async function runStages(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	receivedAt: Date,
): Promise<IWebhookResponseData> {
	const refuse = (refusal: Refusal) => answerRefusal(context, request, refusal);

	const policy = await readAccessPolicy(context, receivedAt);
	if (!policy.ok) {
		if (isFailureAllowed(context)) throw policy.error;
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
		if (isConfirmed) delivery?.markAccepted();
		else delivery?.markFailed();
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
	if (request.purpose === 'check') {
		log(context, composeCheckLine(request));
		return { webhookResponse: composeCheckResult(id, issues, attachments, receipt) };
	}
	const items = await buildItems({ body, attachments, issues, receipt }, settings, async (file) =>
		context.getMode() === 'manual'
			? embedTestUrlFile(file)
			: await context.helpers.prepareBinaryData(file.bytes, file.fileName, file.mimeType),
	);
	const reviewOutputs = hasIssues ? [[], items] : [items, []];
	const outputs = settings.onIssues === 'review' ? reviewOutputs : [items];
	return answerAfterStoring(outputs, () => {
		delivery?.markStored();
		return composeConfirmation(id, issues);
	});
}

/**
 * Whether the trigger is allowed to fail because of a faulty credential: at most once a minute. A faulty credential
 * authorizes no sender, so without this limit, strangers could fill the database.
 */
function isFailureAllowed(context: IWebhookFunctions): boolean {
	const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	// Not `receivedAt`, because a delivery that arrived later might have failed while n8n read the credential.
	return context.getMode() !== 'webhook' || failedExecutionLimit.take(trigger, new Date());
}

/**
 * Tracks a delivery. Returns `undefined` if the delivery is only checked, n8n provides no bytes, or the delivery
 * arrived in test mode. In test mode, n8n doesn't save fingerprints, and every copy appears in the editor.
 */
function trackProductionDelivery(
	context: IWebhookFunctions,
	{ rawBody, purpose }: DeliveryRequest,
	fingerprint: string,
): TrackedDelivery | undefined {
	if (purpose === 'check' || context.getMode() !== 'webhook' || rawBody.length === 0)
		return undefined;
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
	log(context, composeRefusalLine(request, refusal));
	sendRefusal(context.getResponseObject(), refusal);
	return { noWebhookResponse: true };
}

function log(context: IWebhookFunctions, event: string): void {
	context.logger.warn(`CleverConnect Trigger ${event}`, {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
}
