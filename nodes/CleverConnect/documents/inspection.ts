export interface Inspection {
	/** The MIME type. Absent if the bytes don't identify it. */
	readonly type?: string | undefined;
	/**
	 * The format on which the type is based, such as ZIP for DOCX. It can be known even if the type isn't, as for plain
	 * text. Declaring it instead of the type isn't wrong.
	 */
	readonly container?: string;
	/** Whether an Office file has a VBA project. */
	readonly hasMacros?: boolean;
	/** Whether the file is protected with a password, possibly one that only prevents printing. */
	readonly isEncrypted?: boolean;
	/** Whether a Word file has an OLE object, ActiveX control, or other content that isn't known to be harmless. */
	readonly hasActiveContent?: boolean;
	/** Whether a PDF or ZIP has more content than real CVs, or a ZIP takes too long to check, so problems might be missed. */
	readonly isUnchecked?: boolean;
	/** Whether a part of the file is missing or can't be read. */
	readonly isDamaged?: boolean;
}
