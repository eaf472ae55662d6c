/** The maximum length of a name in bytes of UTF-8. Common file systems allow at least 255 bytes. */
export const MAXIMUM_NAME_BYTES = 150;
/**
 * Names that Windows can refuse for files and folders, even if spaces or an extension follow, and names that SharePoint
 * refuses or reserves (support.microsoft.com, "Restrictions and limitations in OneDrive and SharePoint").
 */
const RESERVED =
	/^(?:(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)|(?:desktop\.ini|forms)$)/i;
/** SharePoint refuses this in any name. */
const SHAREPOINT_FOLDER = /_vti_/gi;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
const UNSAFE = /[^\p{L}\p{M}\p{Nd} ._-]/gu;

/** Removes invisible characters, and replaces those that might not be safe in a path or a storage service. */
export function replaceUnsafe(text: string): string {
	return text.replace(IGNORABLE, '').normalize('NFC').replace(UNSAFE, '_');
}

/**
 * Returns a name made of a stem and an ending, such as `.pdf`. An overlong stem is truncated, and a reserved name gets
 * the prefix `_`.
 */
export function composeName(stem: string, ending: string): string {
	const safeStem = RESERVED.test(`${stem}${ending}`) ? `_${stem}` : stem;
	const kept = truncate(safeStem, MAXIMUM_NAME_BYTES - Buffer.byteLength(ending));
	return `${trimEdges(kept)}${ending}`.replace(SHAREPOINT_FOLDER, '_vti-');
}

/** Returns the beginning of a text that has at most this many bytes in UTF-8. */
export function truncate(text: string, bytes: number): string {
	// With `stream`, the decoder drops a character that was cut off.
	return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true });
}

/**
 * A leading dot can hide a file, commands can mistake a name with a leading hyphen for an option, Office takes a name
 * with a leading `~$` for a temporary file, and Windows drops trailing dots and spaces.
 */
export function trimEdges(name: string): string {
	return trimEnd(name.replace(/^(?:[-. ]|~\$)+/, ''));
}

export function trimEnd(name: string): string {
	// Without the lookbehind, the search would start again at each dot in a long series and take quadratic time.
	return name.replace(/(?<![. ])[. ]+$/, '');
}
