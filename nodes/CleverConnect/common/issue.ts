/** A problem with an application. */
export interface Issue {
	/** The JSON Schema keyword that a field violates, or one of the codes from `attachments/`. */
	readonly code: string;
	/** A JSON Pointer (RFC 6901) to the field in the item, or to the place of a missing field. */
	readonly path: string;
	/** A sentence for a person, without any text from the sender. */
	readonly message: string;
}
