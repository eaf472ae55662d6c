import type { Issue } from '../common/issue';
import type { ServerResponse } from '../n8nLifecycle';

/** Why a delivery was refused. */
export type RefusalKind =
	| 'addressNotAllowed'
	| 'sentByBrowser'
	| 'notAuthenticated'
	| 'notJson'
	| 'inProgress'
	| 'unavailable'
	| 'fileTooLarge'
	| 'unprocessable';

/** The refusal of a delivery. */
export interface Refusal {
	readonly kind: RefusalKind;
	/** A sentence for the person who reads the sender's log. */
	readonly detail: string;
	/** The problems with the application. Only for `unprocessable`. */
	readonly issues?: readonly Issue[];
	/** The value of `WWW-Authenticate` (RFC 9110 § 11.6.1). Only for `notAuthenticated`. */
	readonly challenge?: string;
	/** A sentence for the owner of the workflow, which only n8n's log contains. */
	readonly advice?: string;
}

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
	unavailable: [503, 'Service Unavailable', 60],
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
