/** A problem with an application. */
export interface Issue {
	/** The JSON Schema keyword that a field breaks, or one of the codes of `attachments/`. */
	readonly code: string;
	/** JSON Pointer (RFC 6901) to the field in the item, or to the place of a missing one. */
	readonly path: string;
	/** A sentence for a person, without any text of the sender. */
	readonly message: string;
}
