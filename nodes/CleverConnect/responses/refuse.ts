import {
	NodeOperationError,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { createThrottle } from '../common/throttle';
import { identifyTrigger, sendBeforeThrowing, stopsOnError } from '../n8nLifecycle';
import type { DeliveryRequest } from '../request';
import { arrangeOutputs, reportsRefusals } from '../settings/outputs';
import { explainRefusal, sendRefusal, type Refusal } from './refusals';
import { writeLogLine } from './writeLogLine';

const admitReport = createThrottle(60 * 60 * 1000);

/**
 * Refuses a delivery, and shows the workflow's owner why: at the test URL, in the editor; in production, in n8n's log
 * and, with 'Report Refusals', in an item at the 'Refused' output.
 *
 * @throws NodeOperationError at the test URL, once the sender has the response. n8n then shows the error at the node and
 * stops listening.
 */
export async function refuse(
	context: IWebhookFunctions,
	request: DeliveryRequest,
	refusal: Refusal,
): Promise<IWebhookResponseData> {
	const response = context.getResponseObject();
	const { status, reason, advice } = explainRefusal(refusal);
	if (context.getMode() === 'manual') {
		await sendBeforeThrowing(response, () => sendRefusal(response, refusal));
		const message = `${status}: ${reason}`;
		const description = `${advice} No application was received. To try again, click 'Execute step'.`;
		if (!stopsOnError(context)) {
			// After all outputs and n8n's error output, where the editor shows the item, but connects no step.
			const others = [...arrangeOutputs(context, 'refused', []), []];
			const item = { json: { error: message, advice: description } };
			return { noWebhookResponse: true, workflowData: [...others, [item]] };
		}
		throw new NodeOperationError(context.getNode(), message, { description });
	}

	writeLogLine(
		context,
		`refused an application from ${request.sender}: ${status}, ${reason}. ${advice}`,
	);
	sendRefusal(response, refusal);
	const report = reportsRefusals(context) && admitReport(`${identifyTrigger(context)} ${reason}`);
	if (!report) return { noWebhookResponse: true };
	const json = {
		status,
		reason,
		advice,
		sourceIp: request.address,
		receivedAt: request.receivedAt.toISOString(),
		since: report.since.toISOString(),
		count: report.count,
	};
	return { noWebhookResponse: true, workflowData: arrangeOutputs(context, 'refused', [{ json }]) };
}
