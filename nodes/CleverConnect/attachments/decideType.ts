import {
	extensionOf,
	isTextType,
	parseMimeType,
	UNKNOWN_TYPE,
	type Inspection,
} from '../documents';
import type { AcceptedTypes } from './acceptedTypes';
import { isProgram } from './programExtensions';

const WORD_TYPES: readonly string[] = [
	'application/msword',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
];

export function readStatedTypes(
	contentType: unknown,
	fileExtension: string,
	accepted: AcceptedTypes,
) {
	const namedType = typeof contentType === 'string' ? parseMimeType(contentType) : undefined;
	const typeOfExtension = parseMimeType(fileExtension);
	// Excel add-ins (.xla), for example, are programs but have the same type as Excel files.
	const isAddIn = isProgram(fileExtension) && extensionOf(typeOfExtension) !== fileExtension;
	const declaredType = namedType === UNKNOWN_TYPE ? undefined : namedType;
	const extensionType = accepted.has(typeOfExtension) && !isAddIn ? typeOfExtension : undefined;
	return {
		/** The MIME type that the attachment declares. Absent if the declaration is missing or meaningless. */
		declaredType,
		/** The MIME type of the extension in the file's name. Absent if it isn't accepted, or if `isAddIn` is true. */
		extensionType,
		/** The declared type or, without one, the extension's. */
		statedType: declaredType ?? extensionType,
	};
}

/**
 * Decides which type a file has, and which extension its name gets. The table assumes the default accepted types (PDF,
 * DOC, and DOCX). "–" means that the value is missing, and "any" that it makes no difference.
 *
 * | declared | extension | bytes    | type         | extension | issues                          |
 * | -------- | --------- | -------- | ------------ | --------- | ------------------------------- |
 * | PDF or – | any       | PDF      | PDF          | .pdf      |                                 |
 * | DOCX     | any       | PDF      | PDF          | .pdf      | typeMismatch                    |
 * | DOC      | any       | DOCX     | DOCX         | .docx     |                                 |
 * | PNG or – | .pdf      | PNG      | PNG          | .pdf      | typeNotAccepted                 |
 * | PNG or – | .png or – | PNG      | PNG          | .png      | typeNotAccepted                 |
 * | PDF      | –         | program  | program      | .pdf      | typeMismatch, typeNotAccepted   |
 * | –        | –         | program  | program      | .bin      | typeNotAccepted                 |
 * | PDF      | .docx     | unknown  | PDF          | .docx     | typeUnverified                  |
 * | PDF      | –         | unknown  | PDF          | .pdf      | typeUnverified                  |
 * | –        | .pdf      | unknown  | PDF          | .pdf      | typeUnverified                  |
 * | –        | –         | unknown  | octet-stream | .bin      | typeUnverified, typeNotAccepted |
 *
 * If the bytes are text of an unknown format, they confirm any stated `text/` type, but no other type. In this table,
 * TXT and CSV are also accepted:
 *
 * | declared | extension | bytes    | type         | extension | issues                          |
 * | -------- | --------- | -------- | ------------ | --------- | ------------------------------- |
 * | TXT      | .csv      | text     | TXT          | .csv      |                                 |
 * | TXT      | .pdf      | text     | TXT          | .txt      |                                 |
 * | PDF      | .txt      | text     | PDF          | .txt      | typeUnverified                  |
 */
export function decideType(
	{ declaredType, extensionType, statedType }: ReturnType<typeof readStatedTypes>,
	{ type, container }: Inspection,
	accepted: AcceptedTypes,
) {
	const isText = type === undefined && isTextType(container) && isTextType(statedType);
	// A text file can have any accepted text format's extension. A different kind of program would open other extensions.
	const provenType = isText && !isTextType(extensionType) ? declaredType : type;
	const isAccepted = (one: string | undefined) => one !== undefined && accepted.has(one);
	const acceptedType = isAccepted(provenType) ? provenType : extensionType;
	const mimeType = type ?? statedType ?? UNKNOWN_TYPE;
	return {
		mimeType,
		/** The MIME type that determines the extension of the file's name. Absent if no type is known and safe. */
		nameType: [acceptedType, provenType, declaredType].find((one) => isSafe(one, accepted)),
		/** Whether the bytes leave the type unproven. A `text/` type is proven if the file is text. */
		isUnverified: type === undefined && !isText,
		isMismatch: isContradiction(declaredType, type, container),
		isAccepted: isAccepted(mimeType),
	};
}

/**
 * Whether a declared type contradicts the type that the bytes show. Declaring the container format of the detected type
 * isn't a contradiction, and neither is confusing DOC with DOCX, which some senders don't distinguish.
 */
function isContradiction(
	declaredType: string | undefined,
	type: string | undefined,
	container: string | undefined,
): boolean {
	if (declaredType === undefined || type === undefined) return false;
	if (WORD_TYPES.includes(declaredType) && WORD_TYPES.includes(type)) return false;
	return declaredType !== type && declaredType !== container;
}

/** Whether a file can get a type's extension. A program's extension is possible only if the type is accepted. */
function isSafe(type: string | undefined, accepted: AcceptedTypes): boolean {
	const extension = extensionOf(type);
	return extension !== undefined && (!isProgram(extension) || accepted.has(type));
}
