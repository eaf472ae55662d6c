import { composeName, trimEdges, trimEnd } from '../common/safeName';
import type { AcceptedTypes } from './acceptedTypes';
import { extensionOf, parseMimeType } from './mimeType';

export interface FileNaming {
	/** The file name that was sent, if any. */
	readonly sent: unknown;
	/** The name, without an extension, for a file that was sent without a usable name. */
	readonly fallback: string;
	/** The MIME type that the bytes show or, for a text file, the expected type. */
	readonly provenType?: string | undefined;
	readonly declaredType?: string | undefined;
	readonly accepted: AcceptedTypes;
}

/** Matches a name of more than 1,000 characters. The middle of a long name is dropped, because cleaning takes time. */
const LONG_NAME = /^(.{900}).+(.{100})$/s;
/**
 * Characters that are invisible or reorder other characters: control, format, bidirectional, and zero-width
 * characters, and the blank Braille pattern.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** The characters that Windows forbids in a file name, except `/` and `\`, which are removed earlier. */
const FORBIDDEN = /[<>:"|?*]/g;

/**
 * The extensions of files that run, install, or connect to something when they are opened. The list contains
 * extensions that Outlook blocks (support.microsoft.com, "Blocked attachments in Outlook"), and their equivalents on
 * other systems. A file never keeps an extension without a MIME type, so the list contains only the most common of
 * these extensions. The list excludes documents that a browser shows, such as HTML.
 */
const PROGRAMS: ReadonlySet<string> = new Set(
	`accdb ade adp air apk app appinstaller application appx appxbundle asx bash bat cab cdxml cer chm cjs class cmd coffee
	com cpl crt crx csh deb der dll dmg exe fxp gadget hlp hta htc img inf ini ins install iso isp its jad jar jardiff
	java jnlp js jse jsx ksh lnk lua luac mag mar mda mdb mde mjs mpkg msc msh msi msix msixbundle msp mst msu oxt php pif
	pkg pl ppa ppam prf ps1 ps2 psc1 psm1 py pyc pyo pyw pyz rb reg rpm run scf scr sct sh shar shb shs shtml so swf tcl url
	vb vbe vbs vbox-extpack vhd vhdx vsw ws wsc wsf wsh xbap xla xlam xll xlm xpi xul`.split(/\s+/),
);

/** Returns a file name that is safe to store, mail, and display. The name has at most 150 bytes of UTF-8, in NFC. */
export function makeFileName({
	sent,
	fallback,
	provenType,
	declaredType,
	accepted,
}: FileNaming): string {
	const name = clean(sent);
	const sentExtension = extensionIn(name).toLowerCase();
	const sentType = parseMimeType(sentExtension);
	// Excel add-ins (.xla), for example, are programs but have the same type as Excel files.
	const isAddIn = PROGRAMS.has(sentExtension) && extensionOf(sentType) !== sentExtension;
	const acceptedType = [provenType, isAddIn ? undefined : sentType].find(
		(type) => type !== undefined && accepted.has(type),
	);
	const type = [acceptedType, provenType, declaredType].find((one) => isSafe(one, accepted));
	const stripped = stripExtensions(name, type);
	const extension = extensionIn(stripped);
	const [stem, ending] =
		type !== undefined && parseMimeType(extension) === type
			? [removeExtension(stripped), extension]
			: [stripped, extensionOf(type) ?? 'bin'];
	return composeName(trimEdges(stem) || fallback, `.${ending}`);
}

/** Returns the extension of a file name after cleaning, without the dot. */
export function readExtension(sent: unknown): string {
	return extensionIn(clean(sent));
}

function clean(sent: unknown): string {
	const name = (typeof sent === 'string' ? sent : '')
		.replace(/^.*[/\\]/s, '')
		.replace(LONG_NAME, '$1$2')
		.replace(/\s/g, ' ')
		.replace(INVISIBLE, '')
		.replace(/ +/g, ' ')
		.normalize('NFC')
		.replace(FORBIDDEN, '_');
	return trimEnd(name);
}

/** Returns the extension of a file name without the dot, or an empty string if there is none. */
function extensionIn(name: string): string {
	return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1] ?? '';
}

function removeExtension(name: string): string {
	return name.slice(0, name.lastIndexOf('.'));
}

/** Whether a file can keep a type's extension. A program's extension is kept only if the type is accepted. */
function isSafe(type: string | undefined, accepted: AcceptedTypes): boolean {
	const extension = extensionOf(type);
	return extension !== undefined && (!PROGRAMS.has(extension) || accepted.has(type));
}

/**
 * Removes the extensions of programs and of other types from the end of a file name. Text after a dot that isn't a
 * file extension, as in `J.Doe` or `cv.v2`, stays in the name.
 */
function stripExtensions(name: string, type: string | undefined): string {
	const extension = extensionIn(name);
	const ownType = parseMimeType(extension);
	const isProgram = PROGRAMS.has(extension.toLowerCase());
	if (!isProgram && (ownType === undefined || ownType === type)) return name;
	return stripExtensions(trimEnd(removeExtension(name)), type);
}
