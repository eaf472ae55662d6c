import { extension, lookup } from 'mime-types';

/**
 * Other spellings of the types that CVs come in: from before they were registered, and from
 * programs that never looked them up.
 */
const ALIASES: ReadonlyMap<string, string> = new Map([
	['application/acrobat', 'application/pdf'],
	['application/x-pdf', 'application/pdf'],
	['text/pdf', 'application/pdf'],
	['application/doc', 'application/msword'],
	['application/vnd.ms-word', 'application/msword'],
	['application/word', 'application/msword'],
	['application/x-msword', 'application/msword'],
	['application/docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['application/x-rtf', 'application/rtf'],
	['text/rtf', 'application/rtf'],
	['text/richtext', 'application/rtf'],
	['image/jpg', 'image/jpeg'],
	['image/pjpeg', 'image/jpeg'],
	['application/x-zip-compressed', 'application/zip'],
]);

const MEDIA_TYPE = /^[a-z0-9][\w!#$&^.+-]*\/[a-z0-9][\w!#$&^.+-]*$/;
const EXTENSION = /^\.?([a-z0-9]+)$/;
/** What is longer is no type, and may not fit where n8n stores it: PostgreSQL has `varchar(255)` there. */
const MAXIMUM_LENGTH = 127;

/**
 * The MIME type that a text names: itself without parameters (RFC 9110 § 8.3.1), in lower case and
 * in its registered spelling, or the one of a file extension. `undefined` where it names none.
 */
export function parseMimeType(text: string): string | undefined {
	const lowerCase = text.replace(/;.*/s, '').trim().toLowerCase();
	if (lowerCase.length > MAXIMUM_LENGTH) return undefined;
	if (MEDIA_TYPE.test(lowerCase)) return ALIASES.get(lowerCase) ?? lowerCase;
	const [, fileExtension = ''] = EXTENSION.exec(lowerCase) ?? [];
	const found = lookup(fileExtension);
	return found ? (ALIASES.get(found) ?? found) : undefined;
}

/** The usual extension of a MIME type, without a dot. */
export function extensionOf(mimeType: string): string | undefined {
	return extension(mimeType) || undefined;
}
