export const ISSUE_CODES = [
	// Keywords in `application.schema.json`
	'enum',
	'format',
	'pattern',
	'required',
	'type',
	// Limits, for which an application is refused
	'maxItems',
	'maxProperties',
	'encoding',
	// Files
	'emptyFile',
	'invalidBase64',
	'typeMismatch',
	'typeNotAccepted',
	'typeUnverified',
	'activeContent',
	'damaged',
	'encrypted',
	'macros',
	'unchecked',
] as const;

export type IssueCode = (typeof ISSUE_CODES)[number];

/** Something wrong with an application that is delivered nevertheless. */
export interface Finding {
	readonly code: Exclude<IssueCode, 'maxItems' | 'maxProperties'>;
	/** A JSON Pointer (RFC 6901) to the place of the field in the documented format, even if the field is missing. */
	readonly path: string;
}

export interface Issue {
	readonly code: IssueCode;
	readonly path: string;
	/** A sentence for a person. */
	readonly message: string;
}
