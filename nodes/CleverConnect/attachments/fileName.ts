import type { AcceptedTypes } from './acceptedTypes';
import { extensionOf, parseMimeType } from './mimeType';

export interface FileNaming {
	/** The file name that was sent, if any. */
	readonly sent: unknown;
	/** The name, without extension, of a file that was sent without a usable name. */
	readonly fallback: string;
	/** The MIME type that the bytes show or, for a text, the expected type. */
	readonly provenType?: string | undefined;
	readonly declaredType?: string | undefined;
	readonly accepted: AcceptedTypes;
}

const MAXIMUM_BYTES = 150;
/** In characters. The middle of a longer name is dropped, because cleaning the whole name could take too long. */
const SENT_START = 900;
const SENT_END = 100;
/**
 * Invisible characters, and characters that reorder others: control, format, bidi, and zero-width characters, and
 * the blank Braille pattern.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** The characters that Windows forbids in a name. `/` and `\` are removed earlier. */
const FORBIDDEN = /[<>:"|?*]/g;
/** Windows device names. Windows ignores spaces before the extension. */
const RESERVED = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)/i;
const EXTENSION = /\.([a-z0-9]{1,10})$/i;
const UNKNOWN_EXTENSION = 'bin';

/**
 * The extensions of files that run, install or connect to something when they are opened: the extensions that
 * Outlook blocks (support.microsoft.com, "Blocked attachments in Outlook"), and their equivalents on other
 * systems. Names never keep an extension without a MIME type, so the list contains only the most common of these. It
 * excludes documents that a browser shows, such as HTML.
 */
const PROGRAMS: ReadonlySet<string> = new Set(
	`accdb ade adp air apk app appinstaller application appx appxbundle asx bash bat cab cdxml cer chm cjs class cmd coffee
	com cpl crt crx csh deb der dll dmg exe fxp gadget hlp hta htc img inf ini ins install iso isp its jad jar jardiff
	java jnlp js jse jsx ksh lnk lua luac mag mar mda mdb mde mjs mpkg msc msh msi msix msixbundle msp mst msu oxt php pif
	pkg pl ppa ppam prf ps1 ps2 psc1 psm1 py pyc pyo pyw pyz rb reg rpm run scf scr sct sh shar shb shs shtml so swf tcl url
	vb vbe vbs vbox-extpack vhd vhdx vsw ws wsc wsf wsh xbap xla xlam xll xlm xpi xul`.split(/\s+/),
);

/** Returns a name that is safe to store, mail, and display: at most 150 bytes of UTF-8, in NFC. */
export function makeFileName({ sent, fallback, ...types }: FileNaming): string {
	const { stem, extension } = chooseExtension(readName(sent), types);
	const usableStem = trimEdges(stem) || fallback;
	const safeStem = RESERVED.test(usableStem) ? `_${usableStem}` : usableStem;
	const ending = `.${extension}`;
	return `${trimEdges(truncate(safeStem, MAXIMUM_BYTES - ending.length))}${ending}`;
}

/** Returns the extension that the name has after cleaning, without a dot. */
export function readExtension(sent: unknown): string | undefined {
	return readName(sent).extension;
}

function readName(sent: unknown): SplitName {
	return splitName(clean(typeof sent === 'string' ? sent : ''));
}

interface SplitName {
	readonly stem: string;
	/** Without a dot. */
	readonly extension?: string;
}

function clean(sent: string): string {
	const name = shorten(sent.replace(/^.*[/\\]/s, ''))
		.replace(/\s/g, ' ')
		.replace(INVISIBLE, '')
		.replace(/ +/g, ' ')
		.normalize('NFC')
		.replace(FORBIDDEN, '_');
	return trimEnd(name);
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

interface Ending {
	readonly type?: string;
	readonly extension: string;
}

/** Replaces the extension if an accepted type is proven, or if the extension isn't one of an accepted type. */
function chooseExtension(
	name: SplitName,
	{ provenType, declaredType, accepted }: Omit<FileNaming, 'sent' | 'fallback'>,
): Required<SplitName> {
	const { stem, extension = '' } = name;
	const sentType = parseMimeType(extension);
	const isProven = provenType !== undefined && accepted.has(provenType);
	if (!isProven && sentType !== undefined && accepted.has(sentType)) {
		const lowerCase = extension.toLowerCase();
		// Excel add-ins (.xla), for example, have the same type as Excel files.
		if (!PROGRAMS.has(lowerCase) || extensionOf(sentType) === lowerCase) return { stem, extension };
	}
	const types = [provenType, declaredType].filter((type) => type !== undefined);
	return replaceExtension(name, findEnding(types, accepted));
}

/** Returns the extension for the first type that has a safe extension. */
function findEnding(types: readonly string[], accepted: AcceptedTypes): Ending {
	for (const type of types) {
		const extension = extensionOf(type) ?? UNKNOWN_EXTENSION;
		const isSafe = !PROGRAMS.has(extension) || accepted.has(type);
		if (isSafe && extension !== UNKNOWN_EXTENSION) return { type, extension };
	}
	return { extension: UNKNOWN_EXTENSION };
}

/**
 * Removes the extensions of other types and of programs until the last extension belongs to this type, or
 * none is left. The text after the last dot of `J.Doe` or `cv.v2` isn't a file type, so it stays in the
 * name.
 */
function replaceExtension(name: SplitName, ending: Ending): Required<SplitName> {
	const { stem, extension } = name;
	if (extension === undefined) return { stem, extension: ending.extension };
	const type = parseMimeType(extension);
	const isProgram = PROGRAMS.has(extension.toLowerCase());
	if (isProgram || (type !== undefined && type !== ending.type)) {
		return replaceExtension(splitName(trimEnd(stem)), ending);
	}
	if (type === undefined) return { stem: `${stem}.${extension}`, extension: ending.extension };
	return { stem, extension };
}

/**
 * Leading dots hide a file, commands mistake a name with a leading hyphen for an option, and Windows drops trailing dots
 * and spaces.
 */
function trimEdges(name: string): string {
	return trimEnd(name.replace(/^[-. ]+/, ''));
}

function trimEnd(name: string): string {
	// Without the lookbehind, the search would start at each of many dots, which takes quadratic time.
	return name.replace(/(?<![. ])[. ]+$/, '');
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
