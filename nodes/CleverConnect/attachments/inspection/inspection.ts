export interface Inspection {
	/** MIME type; absent where the bytes tell none. */
	readonly type?: string | undefined;
	/** Whether it is a Word file with macros. */
	readonly hasMacros?: boolean;
	/** Whether it cannot be read without a password. */
	readonly isEncrypted?: boolean;
}
