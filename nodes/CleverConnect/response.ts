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
	});
	response.end(JSON.stringify(problem));
}

/** The body of the 200 that n8n sends once it has stored the execution. */
export function composeReceipt(id: number | string, issues: readonly Issue[]) {
	return { status: 'accepted', id, ...(issues.length > 0 && { issues }) };
}
