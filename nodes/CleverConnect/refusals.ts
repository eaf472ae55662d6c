import type { Issue } from './common/issue';
import type { ServerResponse } from './n8nLifecycle';

export interface RefusalResponse {
	readonly status: number;
	/** The standard phrase for the status (RFC 9110 § 15), which is the title of `about:blank` problems. */
	readonly title: string;
	/** Text for the person who reads the sender's log. */
	readonly detail?: string;
	/** The value of the `Retry-After` header (RFC 9110 § 10.2.3), in seconds. */
	readonly retryAfter?: number;
}

const UNPROCESSABLE = { status: 422, title: 'Unprocessable Content' } as const;
const UNAVAILABLE = { status: 503, title: 'Service Unavailable' } as const;

/** The response for each kind of refusal. If a kind has no detail here, each refusal has its own. */
export const REFUSALS = {
	notAuthenticated: {
		status: 401,
		title: 'Unauthorized',
		detail: 'The delivery carries no valid credentials.',
	},
	addressNotAllowed: {
		status: 403,
		title: 'Forbidden',
		detail: 'Deliveries from this address are not accepted here.',
	},
	notJson: {
		status: 415,
		title: 'Unsupported Media Type',
		detail: 'The body must be JSON, declared as Content-Type: application/json.',
	},
	unclearCheck: { ...UNPROCESSABLE, detail: 'The X-Check-Only header must be "true" or "false".' },
	notAnApplication: {
		...UNPROCESSABLE,
		detail: 'The body is not a job application: it needs an "id" and a "candidate".',
	},
	overLimit: UNPROCESSABLE,
	inProgress: {
		...UNAVAILABLE,
		detail: 'The same application is being processed. Send it again in a moment.',
		retryAfter: 5,
	},
	unavailable: {
		...UNAVAILABLE,
		detail: 'No delivery can be accepted at the moment. Send the application again later.',
		retryAfter: 60,
	},
} as const satisfies Readonly<Record<string, RefusalResponse>>;

export type RefusalKind = keyof typeof REFUSALS;

export interface Refusal {
	readonly kind: RefusalKind;
	readonly detail: string;
	/** The problems with the application. Only for the status 422. */
	readonly issues?: readonly Issue[];
	/** The value of the `WWW-Authenticate` header (RFC 9110 § 11.6.1). Only for `notAuthenticated`. */
	readonly challenge?: string;
	/** Text for the workflow's owner, which isn't part of the response. */
	readonly advice?: string;
}

const MAXIMUM_ISSUES = 50;

/** Returns a refusal with the detail that is defined for its kind. */
export function makeRefusal<Kind extends RefusalKind>(
	kind: (typeof REFUSALS)[Kind] extends { detail: string } ? Kind : never,
	more: Omit<Refusal, 'kind' | 'detail'> = {},
): Refusal {
	const { detail = '' }: RefusalResponse = REFUSALS[kind];
	return { kind, detail, ...more };
}

/** Sends a refusal to the sender as problem details (RFC 9457). */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
	const { status, title, retryAfter }: RefusalResponse = REFUSALS[refusal.kind];
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
