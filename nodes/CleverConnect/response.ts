import type { Answer, ServerResponse } from './n8nLifecycle';
import type { Issue } from './issue';
import type { Refusal, RefusalKind } from './refusal';

const MAXIMUM_ISSUES = 50;

/**
 * The status and its standard phrase (RFC 9110 § 15), which is the title of `about:blank` problems, and
 * the value of `Retry-After` (§ 10.2.3), in seconds.
 */
const STATUSES: Readonly<
	Record<RefusalKind, readonly [status: number, title: string, retryAfter?: number]>
> = {
	notAuthenticated: [401, 'Unauthorized'],
	addressNotAllowed: [403, 'Forbidden'],
	sentByBrowser: [403, 'Forbidden'],
	fileTooLarge: [413, 'Content Too Large'],
	notJson: [415, 'Unsupported Media Type'],
	unprocessable: [422, 'Unprocessable Content'],
	inProgress: [503, 'Service Unavailable', 5],
	credentialUnsound: [503, 'Service Unavailable', 60],
};

/** Sends a refusal to the sender as problem details (RFC 9457). */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
	const [status, title, retryAfter] = STATUSES[refusal.kind];
	const problem = {
		type: 'about:blank',
		title,
		status,
		detail: refusal.detail,
		...(refusal.issues && { issues: refusal.issues.slice(0, MAXIMUM_ISSUES) }),
	};
	response.writeHead(status, {
		'Content-Type': 'application/problem+json',
		...(refusal.challenge !== undefined && { 'WWW-Authenticate': refusal.challenge }),
		...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
	});
	response.end(JSON.stringify(problem));
}

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
