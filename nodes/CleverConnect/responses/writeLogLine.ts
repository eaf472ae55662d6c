import type { IWebhookFunctions } from 'n8n-workflow';
import { createThrottle } from '../common/throttle';

const MAXIMUM_LINES_A_MINUTE = 60;

const admitLine = createThrottle(60_000, MAXIMUM_LINES_A_MINUTE);

/**
 * Writes a line about a delivery to n8n's log, which people read without the rest of the request. All triggers together
 * write a limited number of lines, so that strangers can't fill the disk.
 */
export function writeLogLine(context: IWebhookFunctions, event: string): void {
	const line = admitLine('');
	if (!line) return;
	const skipped =
		line.count > 1 ? ` (${line.count - 1} more lines before this one were left out.)` : '';
	context.logger.warn(`CleverConnect Trigger ${event}${skipped}`, {
		workflowId: context.getWorkflow().id,
		nodeName: context.getNode().name,
	});
}
