import type { IWebhookFunctions } from 'n8n-workflow';
import type { Issue, Refusal, RefusalKind } from './outcome';

type ServerResponse = ReturnType<IWebhookFunctions['getResponseObject']>;

const MAXIMUM_ISSUES = 50;

/** Status and its standard phrase (RFC 9110 § 15), which is the title of `about:blank` problems. */
const STATUSES: Readonly<Record<RefusalKind, readonly [status: number, title: string]>> = {
	notAuthenticated: [401, 'Unauthorized'],
	addressNotAllowed: [403, 'Forbidden'],
	fileTooLarge: [413, 'Content Too Large'],
	notJson: [415, 'Unsupported Media Type'],
	unprocessable: [422, 'Unprocessable Content'],
	inProgress: [503, 'Service Unavailable'],
};

/** Answers a delivery that was turned away, in problem details form (RFC 9457). */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
	const [status, title] = STATUSES[refusal.kind];
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
		...(refusal.retryAfter !== undefined && { 'Retry-After': String(refusal.retryAfter) }),
	});
	response.end(JSON.stringify(problem));
}

/** The body of the 200 that n8n sends once it has stored the execution. */
export function composeReceipt(id: number | string, issues: readonly Issue[]) {
	return { status: 'accepted', id, ...(issues.length > 0 && { issues }) };
}

/** The body of the 200 for an exact copy of a delivery that was accepted before. */
export function composeDuplicateReceipt(id: number | string) {
	return { status: 'duplicate', id };
}

/**
 * Makes a failure of what n8n takes for a success though no node has run: in queue mode, a worker
 * leaves out an execution that was marked as crashed before it was queued, and n8n answers 200 with a
 * sentence. Where the last node has finished, `noData` makes the answer empty.
 */
export function failWhatNeverRan(response: ServerResponse): void {
	beforeEnd(response, (body) => {
		const hasBody = (typeof body === 'string' || Buffer.isBuffer(body)) && body.length > 0;
		if (response.statusCode < 300 && hasBody) response.statusCode = 500;
	});
}

/**
 * Tells the status that a delivery is answered with, by this node or by n8n, once that is decided. A
 * sender who has hung up meanwhile gets no answer, and the stream no `finish` event; the decision is
 * made all the same.
 */
export function onAnswer(response: ServerResponse, listener: (status: number) => void): void {
	beforeEnd(response, () => listener(response.statusCode));
}

/** Of several, the one that was set up last acts first. */
function beforeEnd(response: ServerResponse, act: (body: unknown) => void): void {
	const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
	response.end = (...args: unknown[]) => {
		act(args[0]);
		return end(...args);
	};
}
