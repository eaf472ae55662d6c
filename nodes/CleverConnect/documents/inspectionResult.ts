export interface Inspection {
	/** The MIME type. Absent if the bytes don't identify it. */
	readonly type?: string | undefined;
	/**
	 * The format on which the type is based, such as ZIP for DOCX. It can be known even if the type isn't, as for plain
	 * text. Declaring it instead of the type isn't wrong.
	 */
	readonly container?: string;
	readonly hasMacros?: boolean;
	/** Whether the file can't be read without a password or a key. */
	readonly isEncrypted?: boolean;
	/** Whether a Word file has an OLE object, ActiveX control, or other content that isn't known to be harmless. */
	readonly hasActiveContent?: boolean;
	/**
	 * Whether a PDF or ZIP seems to have more content than any known document, or a ZIP takes too long to check, so that
	 * problems might be missed.
	 */
	readonly isUnchecked?: boolean;
	readonly isDamaged?: boolean;
}
