export interface Inspection {
	/** The MIME type. Absent if the bytes don't identify it. */
	readonly type?: string | undefined;
	/**
	 * The format on which the type is based, such as ZIP for DOCX. For a text file, this format is known even if the type
	 * isn't. Declaring it instead of the type is correct but less exact.
	 */
	readonly container?: string;
	readonly hasMacros?: boolean;
	/** Whether the file can't be read without a password or a key. */
	readonly isEncrypted?: boolean;
	/** Whether a Word file has an OLE object, ActiveX control, or other content that isn't known to be harmless. */
	readonly hasActiveContent?: boolean;
	/**
	 * Whether a PDF or ZIP has more content than any real document has, or more than can be checked in a short time, so
	 * that macros and active content might be missed.
	 */
	readonly isUnchecked?: boolean;
	readonly isDamaged?: boolean;
}
