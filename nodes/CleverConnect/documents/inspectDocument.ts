import { inspectSignature } from './fileSignatures';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf } from './pdf';
import { inspectText } from './textFormats';
import { inspectZip } from './zipFormats';

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

/**
 * Returns the facts found in a document's bytes, or no facts if the format is unknown. Never throws, whatever the bytes
 * are.
 *
 * @example
 * inspectDocument(readFileSync('cv.docx'));
 * // {
 * //   type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
 * //   container: 'application/zip',
 * //   hasMacros: false, hasActiveContent: true, isDamaged: false, isUnchecked: false,
 * // }
 */
export function inspectDocument(bytes: Buffer): Inspection {
	return (
		inspectZip(bytes) ??
		inspectLegacyOffice(bytes) ??
		inspectPdf(bytes) ??
		inspectText(bytes) ??
		inspectSignature(bytes) ??
		{}
	);
}
