import { createHash } from 'node:crypto';
import {
	NodeOperationError,
	type INodeExecutionData,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authorize, createFailedExecutionLimit, readAccessPolicy } from './access';
import { readApplication } from './application';
import { readAttachments } from './attachments';
import {
	composeCheckResult,
	composeConfirmation,
	composeDuplicateConfirmation,
} from './response/confirmation';
import { embedFile } from './items/embedFile';
import { buildItems } from './items';
import {
	answerOnceStored,
	onAnswer,
	openStaticValue,
	rejectUnlessRun,
	stopsOnError,
} from './n8nLifecycle';
import { sendRefusal, type Refusal } from './response/refusal';
import { trackDelivery, type TrackedDelivery } from './redeliveries';
import { composeRefusalLine, describeAddress } from './response/refusalLog';
import { readRequest, type DeliveryRequest } from './request';
import { readSettings } from './settings';

const IN_PROGRESS: Refusal = {
	kind: 'inProgress',
	detail: 'The same application is being processed. Send it again in a moment.',
};
const UNAVAILABLE: Refusal = {
	kind: 'unavailable',
	detail: 'No delivery can be accepted at the moment. Send the application again later.',
	advice: "Open the trigger's credential, and click 'More details' to see what to correct.",
};

const failedExecutionLimit = createFailedExecutionLimit();

/**
 * Handles a request to the trigger's URL. No step runs on an application that wasn't accepted.
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
 * What an exact copy of a delivery gets, and how often the application can be processed in total:
 *
 * | when the copy arrives                                    | onReceived       | lastNode         |
 * | -------------------------------------------------------- | ---------------- | ---------------- |
 * | before the response to the first copy is sent            | 503              | 503              |
 * | after that response, if it was 2xx                       | duplicate, once  | duplicate, once  |
 * | after that response, if it wasn't                        | accepted, once   | accepted, twice  |
 * | after a crash before n8n stored the execution            | accepted, once   | accepted, once   |
 * | after a crash between storing and the response           | accepted, twice  | accepted, twice  |
 * | after a crash after the response, 2xx                    | duplicate, once  | accepted, twice  |
 *
 * With lastNode, n8n saves the memory of a delivery only with a later copy, so a crash before that loses it. With
 * lastNode, a response other than 2xx can follow after some steps have run, and a crash can interrupt the steps.
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
	const isTracked = settings.skipRedeliveries && !request.isCheckOnly;
	const delivery = isTracked
		? trackProductionDelivery(context, request, `${bodySha256} ${charset}`)
		: undefined;
	if (delivery?.state === 'accepted') return { webhookResponse: composeDuplicateConfirmation(id) };
	if (delivery?.state === 'inProgress') return refuse(IN_PROGRESS);
	// From here on, the response is to the delivery itself and not to a copy.
	const response = context.getResponseObject();
	if (settings.responseMode === 'lastNode') rejectUnlessRun(response);
	onAnswer(response, (status) => {
		const isConfirmed = status >= 200 && status < 300;
		if (isConfirmed) delivery?.accepted(new Date());
		else delivery?.refused();
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
	if (request.isCheckOnly) {
		log(
			context,
			'info',
			`checked an application from ${describeAddress(request)} without accepting it.`,
		);
		return { webhookResponse: composeCheckResult(id, issues, attachments, receipt) };
	}
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
 * Whether a delivery may fail because of the credential: once a minute for each trigger, because the sender isn't
 * authorized, and strangers must not be able to fill the database with failed executions.
 */
function mayFail(context: IWebhookFunctions): boolean {
	const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	// Not the time of receipt: while n8n read the credential, another delivery may have failed.
	return context.getMode() !== 'webhook' || failedExecutionLimit.take(trigger, new Date());
}

/**
 * Returns nothing in test mode, because n8n doesn't keep static data then, and the person who builds the
 * workflow wants to see every copy. Returns nothing without the delivery's bytes either, because they distinguish it
 * from others.
 */
function trackProductionDelivery(
	context: IWebhookFunctions,
	{ rawBody }: DeliveryRequest,
	fingerprint: string,
): TrackedDelivery | undefined {
	if (context.getMode() !== 'webhook' || rawBody.length === 0) return undefined;
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
