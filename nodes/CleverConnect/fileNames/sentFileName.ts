import { extensionOf, parseMimeType } from '../documents';
import { isRunnable } from './programs';
import { composeName, trimEdges, trimEnd } from './safeName';

/** Matches a name of more than 1,000 characters. Its middle is dropped to save cleaning time. */
const LONG_NAME = /^(.{900}).+(.{100})$/s;
/**
 * Control, format, zero-width, and private-use characters, lone surrogates, Korean fillers, and the blank Braille
 * pattern, most of which are invisible.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** The visible characters that Windows forbids in a file name, except `/` and `\`, which are removed earlier. */
const FORBIDDEN = /[<>:"|?*]/g;

/**
 * Returns a file name that is safe to store, mail, and display. The name has at most 150 bytes of UTF-8, in NFC.
 *
 * @param sent the file name that was sent, if any.
 * @param fallback the name, without an extension, for a file that was sent without a usable name.
 * @param type the MIME type that determines the name's extension. Without one, and for a program, it is `.bin`.
 */
export function decideFileName(sent: unknown, fallback: string, type: string | undefined): string {
	const usual = extensionOf(type) ?? 'bin';
	const name = stripExtensions(clean(sent), type);
	const own = extensionIn(name);
	const isOwnUsable = type !== undefined && parseMimeType(own) === type && !isRunnable(own);
	const stem = isOwnUsable ? removeExtension(name) : name;
	const extension = isOwnUsable ? own : isRunnable(usual) ? 'bin' : usual;
	return composeName(trimEdges(stem) || fallback, `.${extension}`);
}

/** Returns a sent file name, made safe but with its own extension, or an empty string if there is no usable name. */
export function cleanFileName(sent: unknown): string {
	return composeName(trimEdges(clean(sent)), '');
}

/** Returns the extension of a file name after cleaning, in lowercase and without the dot. */
export function readExtension(sent: unknown): string {
	return extensionIn(clean(sent)).toLowerCase();
}

function clean(sent: unknown): string {
	const name = (typeof sent === 'string' ? sent : '')
		// Without `^`, the search would take quadratic time.
		.replace(/^.*[/\\]/s, '')
		.replace(LONG_NAME, '$1$2')
		.replace(/\s/g, ' ')
		.replace(INVISIBLE, '')
		.replace(/ +/g, ' ')
		.normalize('NFC')
		.replace(FORBIDDEN, '_');
	return trimEnd(name);
}

function extensionIn(name: string): string {
	return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1] ?? '';
}

function removeExtension(name: string): string {
	return name.slice(0, name.lastIndexOf('.'));
}

/**
 * Removes the extensions of programs, and of types other than the given one, from the end of a file name. Text after a
 * dot that isn't a known extension, as in `J.Doe` or `cv.v2`, stays.
 */
function stripExtensions(name: string, type: string | undefined): string {
	const extension = extensionIn(name);
	const ownType = parseMimeType(extension);
	if (!isRunnable(extension) && (ownType === undefined || ownType === type)) return name;
	return stripExtensions(trimEnd(removeExtension(name)), type);
}
