import type { Issue } from '../common/issue';
import type { ServerResponse } from '../n8nLifecycle';

export interface RefusalTexts {
	readonly status: number;
	/** The standard phrase for the status (RFC 9110 § 15), which is the title of `about:blank` problems. */
	readonly title: string;
	/** Text for the person who reads the sender's log. */
	readonly detail: string;
	/** The value of the `Retry-After` header (RFC 9110 § 10.2.3), in seconds. */
	readonly retryAfter?: number;
	/** The reason, for the workflow's owner. The sender never learns whether a token was missing or wrong. */
	readonly reason: string;
	/** What the owner can do about it, unless a refusal has its own advice. */
	readonly advice: string;
}

const UNAUTHORIZED = {
	status: 401,
	title: 'Unauthorized',
	detail: 'The delivery carries no valid credentials.',
} as const;
const UNPROCESSABLE = { status: 422, title: 'Unprocessable Content' } as const;
const UNAVAILABLE = { status: 503, title: 'Service Unavailable' } as const;

/** The responses and the texts for each kind of refusal. */
export const REFUSALS = {
	addressNotAllowed: {
		status: 403,
		title: 'Forbidden',
		detail: 'Deliveries from this address are not accepted here.',
		reason: "the sender's address is not allowed",
		advice:
			"If CleverConnect sent this application, add the address to 'Allowed IP Addresses' in the trigger's credential.",
	},
	tokenMissing: {
		...UNAUTHORIZED,
		reason: 'the token is missing',
		advice: 'Ask the sender to send the token.',
	},
	tokenWrong: {
		...UNAUTHORIZED,
		reason: 'the token is wrong',
		advice:
			"If CleverConnect sent this application, compare the token that they use with the one in the trigger's credential.",
	},
	notJson: {
		status: 415,
		title: 'Unsupported Media Type',
		detail: 'The body must be JSON, declared as Content-Type: application/json.',
		reason: 'the application is not declared as JSON',
		advice: "Ask the sender to set the 'Content-Type' header to 'application/json'.",
	},
	unclearCheck: {
		...UNPROCESSABLE,
		detail: 'The X-Check-Only header must be "true" or "false".',
		reason: "the 'X-Check-Only' header is neither true nor false",
		advice: 'Ask the sender to correct the header, or to leave it out.',
	},
	notAnApplication: {
		...UNPROCESSABLE,
		detail: 'The body is not a job application: it needs an "id" and a "candidate".',
		reason: 'the data is not a job application',
		advice: 'Ask the sender to correct the data.',
	},
	overLimit: {
		...UNPROCESSABLE,
		detail: 'The application exceeds a limit.',
		reason: 'the application exceeds a limit',
		advice: 'Ask the sender to correct the data.',
	},
	inProgress: {
		...UNAVAILABLE,
		detail: 'The same application is being processed. Send it again in a moment.',
		retryAfter: 5,
		reason: 'an exact copy of the application is being stored',
		advice: 'You need to do nothing. The sender can send the application again.',
	},
	unavailable: {
		...UNAVAILABLE,
		detail: 'No delivery can be accepted at the moment. Send the application again later.',
		retryAfter: 60,
		reason: 'the trigger does not work',
		advice: 'To see the reason, open the failed execution from the minute before.',
	},
} as const satisfies Readonly<Record<string, RefusalTexts>>;

export type RefusalKind = keyof typeof REFUSALS;

export interface Refusal {
	readonly kind: RefusalKind;
	/** The problems with the application. Only for the status 422. */
	readonly issues?: readonly Issue[];
	/** The value of the `WWW-Authenticate` header (RFC 9110 § 11.6.1). Only for the status 401. */
	readonly challenge?: string;
	/** Text for the workflow's owner, which isn't part of the response. */
	readonly advice?: string;
}

const MAXIMUM_ISSUES = 50;

/** Sends a refusal to the sender as problem details (RFC 9457). */
export function sendRefusal(response: ServerResponse, { kind, issues, challenge }: Refusal): void {
	const { status, title, detail, retryAfter }: RefusalTexts = REFUSALS[kind];
	const problem = {
		type: 'about:blank',
		title,
		status,
		detail,
		...(status === UNPROCESSABLE.status && { issues: (issues ?? []).slice(0, MAXIMUM_ISSUES) }),
	};
	response.writeHead(status, {
		'Content-Type': 'application/problem+json',
		...(challenge !== undefined && { 'WWW-Authenticate': challenge }),
		...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
	});
	response.end(JSON.stringify(problem));
}

/** Returns a refusal's texts for the workflow's owner. Neither contains anything that the sender wrote. */
export function explainRefusal({ kind, advice, issues = [] }: Refusal) {
	const texts: RefusalTexts = REFUSALS[kind];
	const problems = issues.slice(0, MAXIMUM_ISSUES).map(({ message }) => message);
	return {
		status: texts.status,
		reason: texts.reason,
		advice: [...problems, advice ?? texts.advice].join(' '),
	};
}
