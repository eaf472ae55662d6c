import type { Issue } from './issue';
import type { Answer } from './n8nLifecycle';

/** The body of the 200 response that n8n sends once it has stored the execution. */
export function composeConfirmation(id: number | string, issues: readonly Issue[]) {
	return {
		status: 'accepted',
		id,
		...(issues.length > 0 && { issues: issues.map((issue) => ({ ...issue })) }),
	};
}

/** The body of the 200 response to an exact copy of a delivery that was accepted before. */
export function composeDuplicateConfirmation(id: number | string) {
	return { status: 'duplicate', id };
}

/** Whether a status confirms a delivery (RFC 9110 § 15.3). */
export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/**
 * Returns the status of a response, or 500 if n8n confirms an execution that never ran.
 *
 * In queue mode, a worker skips an execution that was marked as crashed before it was queued, and n8n
 * returns 200 with a sentence. If the last node has finished, the response is empty (`noData`).
 */
export function correctStatus(
	{ status, hasBody }: Answer,
	responseMode: 'onReceived' | 'lastNode',
): number {
	return responseMode === 'lastNode' && isSuccess(status) && hasBody ? 500 : status;
}
