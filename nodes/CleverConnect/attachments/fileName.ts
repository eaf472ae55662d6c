import { extensionOf, parseMimeType } from './mimeType';

export interface FileNaming {
	/** The sender's own name for the file, if any. */
	readonly sent: unknown;
	/** The name, without extension, of a file that came without a usable one. */
	readonly fallback: string;
	/** The type whose extension the name must carry. */
	readonly requiredType?: string | undefined;
	/** The type whose extension a name without any is given. */
	readonly likelyType?: string | undefined;
}

const MAXIMUM_BYTES = 150;
/** In characters: of a name longer than both together, the middle is left out. It could take too long. */
const SENT_START = 900;
const SENT_END = 100;
/** What cannot be seen, or turns around what can: control, format, bidi, zero-width characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** What Windows forbids in a name; `/` and `\` are gone before. */
const FORBIDDEN = /[<>:"|?*]/g;
/** Names of devices in Windows, whatever extension follows. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;
const EXTENSION = /\.([a-z0-9]{1,10})$/i;

/** A name that is safe to store, to mail and to show: at most 150 bytes of UTF-8, in NFC. */
export function makeFileName({ sent, fallback, requiredType, likelyType }: FileNaming): string {
	const name = splitName(clean(typeof sent === 'string' ? sent : ''));
	const required = requiredType && extensionOf(requiredType);
	const { stem, extension = likelyType && extensionOf(likelyType) } =
		requiredType && required ? changeExtension(name, requiredType, required) : name;

	const usableStem = trimEdges(stem) || fallback;
	const safeStem = RESERVED.test(usableStem) ? `_${usableStem}` : usableStem;
	const ending = extension ? `.${extension}` : '';
	return `${trimEdges(truncate(safeStem, MAXIMUM_BYTES - ending.length))}${ending}`;
}

interface SplitName {
	readonly stem: string;
	readonly extension?: string;
}

function clean(sent: string): string {
	return shorten(sent.replace(/^.*[/\\]/s, ''))
		.replace(/\s/g, ' ')
		.replace(INVISIBLE, '')
		.replace(/ +/g, ' ')
		.normalize('NFC')
		.replace(FORBIDDEN, '_')
		.replace(/[. ]+$/, '');
}

function shorten(name: string): string {
	if (name.length <= SENT_START + SENT_END) return name;
	return `${name.slice(0, SENT_START)}${name.slice(-SENT_END)}`;
}

function splitName(name: string): SplitName {
	const [, extension] = EXTENSION.exec(name) ?? [];
	if (extension === undefined) return { stem: name };
	return { stem: name.slice(0, -`.${extension}`.length), extension };
}

/**
 * Takes off the extensions of other types, down to one of the required type or to none. What follows
 * the last dot of `J.Doe` or `cv.v2` is no file type, and belongs to the name.
 */
function changeExtension(name: SplitName, requiredType: string, required: string): SplitName {
	const { stem, extension } = name;
	if (extension === undefined) return { stem, extension: required };
	const type = parseMimeType(extension);
	if (type === requiredType) return name;
	if (type === undefined) return { stem: `${stem}.${extension}`, extension: required };
	return changeExtension(splitName(stem), requiredType, required);
}

/** Dots at the start hide a file, dots and spaces at the end are lost in Windows. */
function trimEdges(name: string): string {
	return name.replace(/^[. ]+|[. ]+$/g, '');
}

function truncate(name: string, bytes: number): string {
	let kept = '';
	let size = 0;
	for (const character of name) {
		size += Buffer.byteLength(character);
		if (size > bytes) break;
		kept += character;
	}
	return kept;
}
