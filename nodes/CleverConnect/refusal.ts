import type { Issue } from './issue';

/** Why a delivery was refused. `response.ts` has the HTTP status and `Retry-After` for each kind. */
export type RefusalKind =
	| 'addressNotAllowed'
	| 'sentByBrowser'
	| 'notAuthenticated'
	| 'notJson'
	| 'inProgress'
	| 'credentialUnsound'
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
}
