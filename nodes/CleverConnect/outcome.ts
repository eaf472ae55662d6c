/**
 * Why a delivery was turned away. The kind decides the HTTP status (see `response.ts`), the detail
 * is for the person who reads the sender's log.
 */
export type RefusalKind =
	| 'addressNotAllowed'
	| 'sentByBrowser'
	| 'notAuthenticated'
	| 'notJson'
	| 'inProgress'
	| 'credentialUnsound'
	| 'fileTooLarge'
	| 'unprocessable';

/** One thing that is wrong with an application. */
export interface Issue {
	/** The JSON Schema keyword that a field breaks, or one of the codes of `attachments/`. */
	readonly code: string;
	/** JSON Pointer (RFC 6901) to the field, in the item or where it belongs there. */
	readonly path: string;
	/** A sentence for a person. It never repeats what the sender wrote. */
	readonly message: string;
}

export interface Refusal {
	readonly kind: RefusalKind;
	readonly detail: string;
	/** What is wrong; for `unprocessable`. */
	readonly issues?: readonly Issue[];
	/** Value of `WWW-Authenticate` (RFC 9110 § 11.6.1); for `notAuthenticated`. */
	readonly challenge?: string;
	/** Value of `Retry-After` (RFC 9110 § 10.2.3), in seconds; for `inProgress` and `credentialUnsound`. */
	readonly retryAfter?: number;
}

/** What a room answers: a value, or the reason why the delivery goes no further. */
export type Outcome<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly refusal: Refusal };

export function proceed<T>(value: T): Outcome<T> {
	return { ok: true, value };
}

export function refuse(refusal: Refusal): Outcome<never> {
	return { ok: false, refusal };
}
