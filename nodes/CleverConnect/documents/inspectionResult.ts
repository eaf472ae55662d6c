/** The facts found in a file's bytes. */
export interface Inspection {
	/** The MIME type. Absent if the bytes don't identify the type. */
	readonly type?: string | undefined;
	/**
	 * The format on which the type is based, such as ZIP for DOCX. For a text file, this format is known even if the type
	 * isn't. A declaration of this format as the type is correct but less exact.
	 */
	readonly container?: string;
	/** Whether the file is a Word file with macros. */
	readonly hasMacros?: boolean;
	/** Whether the file can't be read without a password. */
	readonly isEncrypted?: boolean;
	/** Whether the file is a Word file that loads or runs other content when it is opened. */
	readonly hasActiveContent?: boolean;
	/** Whether a part of the file is missing or broken. */
	readonly isDamaged?: boolean;
}
