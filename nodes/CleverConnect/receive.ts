import { createHash } from 'node:crypto';
import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { authorize } from './access/authorize';
import type { AccessPolicy } from './access/checkCredential';
import { readAccessPolicy } from './access/readAccessPolicy';
import { readApplication } from './application/readApplication';
import { readAttachments } from './attachments/readAttachments';
import { createThrottle } from './common/throttle';
import { trackDelivery } from './duplicates/trackDelivery';
import { describeIssues } from './issues/describeIssues';
import { buildItems } from './items/buildItems';
import { embedTestUrlFile } from './items/embedTestUrlFile';
import { identifyTrigger, respondAfterStoring, stopsOnError } from './n8nLifecycle';
import { readRequest, type DeliveryRequest } from './request';
import { composeCheckResult, composeConfirmation } from './responses/confirmation';
import { refuse } from './responses/refuse';
import { writeLogLine } from './responses/writeLogLine';
import { arrangeOutputs } from './settings/outputs';
import { readSettings } from './settings/readSettings';
import { hasTicket } from './testForm/ticket';

/** Lets each trigger's credential fail one execution a minute, so that strangers can't fill the database. */
const admitFailure = createThrottle(60_000);

/**
 * Handles a request to the trigger's URL. An error means that the credential or, for an authorized sender, a setting is
 * invalid, or that n8n failed.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = readRequest(context);
	const policy = await readAccessPolicy(context);
	if (policy.ok) {
		return await runStages(context, request, policy.value).catch(
			async (error: Error) => await fail(context, request, error),
		);
	}
	const isAdmitted = context.getMode() === 'manual' || admitFailure(identifyTrigger(context));
	if (isAdmitted || !stopsOnError(context)) return await fail(context, request, policy.error);
	return await refuse(context, request, { kind: 'unavailable' });
}

/**
 * Throws an error, so that n8n returns 500 and an execution fails. The sender gets 503 instead if n8n would run the next
 * steps despite the error.
 */
async function fail(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	error: Error,
): Promise<IWebhookResponseData> {
	if (stopsOnError(context)) throw error;
	// Any other error, such as n8n's, can contain a candidate's name as part of a file name.
	const advice =
		error instanceof NodeOperationError
			? error.message
			: "To see the reason in a failed execution, set the trigger's 'On Error' to 'Stop Workflow'.";
	return await refuse(context, request, { kind: 'unavailable', advice });
}

/** Runs a delivery through each stage. The first refusal is returned to the sender. */
async function runStages(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	policy: AccessPolicy,
): Promise<IWebhookResponseData> {
	if (!hasTicket(request, context, policy)) {
		const access = authorize(request, policy);
		if (!access.ok) return await refuse(context, request, access.error);
	}
	const settings = readSettings(context);

	const application = readApplication(request, settings.output);
	if (!application.ok) return await refuse(context, request, application.error);
	const { id, body } = application.value;

	const bodySha256 = createHash('sha256').update(request.rawBody).digest('hex');
	const isCompared =
		settings.skipDuplicates && request.purpose === 'delivery' && context.getMode() === 'webhook';
	const delivery = isCompared ? trackDelivery(context, bodySha256) : undefined;
	if (delivery?.state === 'accepted') return { webhookResponse: { status: 'duplicate', id } };
	if (delivery?.state === 'inProgress')
		return await refuse(context, request, { kind: 'inProgress' });

	const attachments = readAttachments(body, settings.acceptedTypes);
	const findings = [
		...application.value.findings,
		...attachments.flatMap((attachment) => attachment.findings),
	];
	// For the sender. The items can have another language.
	const issues = describeIssues(findings, attachments, 'en');
	const receipt = {
		receivedAt: request.receivedAt.toISOString(),
		sourceIp: request.address,
		bodySha256,
	};
	if (request.purpose === 'check') {
		writeLogLine(
			context,
			`checked an application from ${request.sender} without accepting it, because the request has the X-Check-Only header.`,
		);
		return { webhookResponse: composeCheckResult(id, issues, attachments, receipt) };
	}
	const checked = { id, body, attachments, findings, receipt };
	const options = { ...settings, timeZone: context.getTimezone() };
	const items = await buildItems(checked, options, async (file) =>
		context.getMode() === 'manual'
			? embedTestUrlFile(file)
			: await context.helpers.prepareBinaryData(file.bytes, file.fileName, file.mimeType),
	);
	const needsReview = issues.length > 0 && settings.onIssues === 'review';
	const outputs = arrangeOutputs(context, needsReview ? 'review' : 'application', items);
	return respondAfterStoring(outputs, () => {
		delivery?.accept();
		return composeConfirmation(id, issues);
	});
}
