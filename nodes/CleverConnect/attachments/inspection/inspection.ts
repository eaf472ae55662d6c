export interface Inspection {
	/** MIME type; absent where the bytes tell none. */
	readonly type?: string | undefined;
	/** The format that the type is a kind of: no wrong name for the file, only a less exact one. */
	readonly container?: string;
	/** Whether it is a Word file with macros. */
	readonly hasMacros?: boolean;
	/** Whether it cannot be read without a password. */
	readonly isEncrypted?: boolean;
	/** Whether it is a Word file that loads or runs something else when it is opened. */
	readonly hasActiveContent?: boolean;
	/** Whether a part of it is missing or broken. */
	readonly isDamaged?: boolean;
}
