/** Each code has a section in `docs/reference.md`. */
export const ISSUE_CODES = [
	// Keywords in `application.schema.json`
	...(['enum', 'format', 'pattern', 'required', 'type'] as const),
	...(['encoding', 'maxDepth', 'maxItems', 'maxLength', 'maxValues'] as const),
	...(['emptyFile', 'invalidBase64', 'typeMismatch', 'typeNotAccepted', 'typeUnverified'] as const),
	...(['activeContent', 'damaged', 'encrypted', 'macros', 'unchecked'] as const),
] as const;

export type IssueCode = (typeof ISSUE_CODES)[number];

export interface Issue {
	readonly code: IssueCode;
	/** A JSON Pointer (RFC 6901) to the place of the field in the documented format, even if the field is missing. */
	readonly path: string;
	/** A sentence for a person, without any text from the sender. */
	readonly message: string;
}
