/** One thing that is wrong with an application. */
export interface Issue {
	/** The JSON Schema keyword that a field breaks, or one of the codes of `attachments/`. */
	readonly code: string;
	/** JSON Pointer (RFC 6901) to the field, in the item or where it belongs there. */
	readonly path: string;
	/** A sentence for a person. It never repeats what the sender wrote. */
	readonly message: string;
}
