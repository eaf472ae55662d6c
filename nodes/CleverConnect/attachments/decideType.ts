import {
	extensionOf,
	isTextType,
	parseMimeType,
	UNKNOWN_TYPE,
	type Inspection,
} from '../documents';
import type { AcceptedTypes } from './acceptedTypes';

const WORD_TYPES: readonly string[] = [
	'application/msword',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
];

/**
 * Decides which type a file has. The first row that applies decides. In the name of a program, the extension is always
 * `.bin`, which `decideFileName` sees to.
 *
 * | bytes   | declared            | extension            | type            | extension becomes   | issue            |
 * | ------- | ------------------- | -------------------- | --------------- | ------------------- | ---------------- |
 * | known   | a different type    | any                  | of the bytes    | of the bytes        | `typeMismatch`   |
 * | known   | nothing             | of a different type  | of the bytes    | of the bytes        | `typeMismatch`   |
 * | known   | any                 | any                  | of the bytes    | of the bytes        |                  |
 * | text    | a text format       | any                  | declared        | of the declared     |                  |
 * | text    | nothing             | of a text format     | of the extension| kept                |                  |
 * | unknown | any                 | any                  | declared        | of the declared     | `typeUnverified` |
 * | unknown | no usual extension  | of an accepted type  | declared        | kept                | `typeUnverified` |
 * | unknown | nothing             | of an accepted type  | of the extension| kept                | `typeUnverified` |
 * | unknown | nothing             | any                  | unknown         | `.bin`              | `typeUnverified` |
 *
 * In each row, a type that isn't accepted is the issue `typeNotAccepted`.
 */
export function decideType(
	contentType: unknown,
	extension: string,
	{ type, container }: Inspection,
	accepted: AcceptedTypes,
) {
	const declared = readDeclared(contentType);
	const named = parseMimeType(extension);
	const stated = declared ?? named;
	const isText = type === undefined && isTextType(container) && isTextType(stated);
	const proven = isText ? stated : type;
	const acceptedName = accepted.has(named) ? named : undefined;
	const mimeType = proven ?? declared ?? acceptedName ?? UNKNOWN_TYPE;
	const declaredWithExtension = extensionOf(declared) === undefined ? undefined : declared;
	return {
		mimeType,
		/** The MIME type that determines the extension of the file's name. Absent if there is none. */
		nameType: proven ?? declaredWithExtension ?? acceptedName,
		issues: {
			typeUnverified: proven === undefined,
			typeMismatch: isContradiction(stated, type, container),
			typeNotAccepted: !accepted.has(mimeType),
		},
	};
}

/** Returns the declared MIME type, unless it says nothing. */
function readDeclared(contentType: unknown): string | undefined {
	const declared = typeof contentType === 'string' ? parseMimeType(contentType) : undefined;
	return declared === UNKNOWN_TYPE ? undefined : declared;
}

/**
 * Whether a stated type contradicts the type that the bytes show. Stating the container format of the detected type
 * isn't a contradiction, and neither is confusing DOC with DOCX, which some senders don't distinguish.
 */
function isContradiction(
	stated: string | undefined,
	type: string | undefined,
	container: string | undefined,
): boolean {
	if (stated === undefined || type === undefined) return false;
	if (WORD_TYPES.includes(stated) && WORD_TYPES.includes(type)) return false;
	return stated !== type && stated !== container;
}
