import { extensionOf, parseMimeType } from './mimeType';
import type { XmlDocument, XmlElement } from './xml';

/**
 * The families of Office Open XML types (ECMA-376, part 1, [MS-OFFMACRO2], and [MS-XLSB]), each with the folder in which
 * programs usually store its parts, the extension of a document without macros, and an expression for all extensions.
 */
const WORD = { folder: 'word/', extension: 'docx', extensions: /^do[ct][mx]$/ };
const FORMATS = [
	WORD,
	{ folder: 'xl/', extension: 'xlsx', extensions: /^xl[ast][bmx]$/ },
	{ folder: 'ppt/', extension: 'pptx', extensions: /^(?:p[op][st]|ppa|sld)[mx]$/ },
];

/**
 * Matches the content type of a package's main part, such as Word's (ECMA-376, part 1, § 11.3.10, and [MS-OFFMACRO2]
 * § 2.1.1.1). The groups capture the beginning of the file's type and, if the file can contain macros, the suffix.
 */
const MAIN_PART = /^(application\/vnd\.[a-z.-]+?)(\.macroenabled(?:template)?)?\.main(?:\+xml)?$/;
/** [MS-VSDX] § 2.3.3.3. */
const VISIO = 'application/vnd.ms-visio.';
/** ECMA-388, annex E. */
const XPS = 'application/vnd.ms-package.xps-fixeddocumentsequence+xml';
/** [MS-OFFMACRO2] § 2.1.1.2. */
const VBA_PROJECT = 'application/vnd.ms-office.vbaproject';

/** Returns the facts found in the `[Content_Types].xml` part (ECMA-376, part 2, § 7.2.3). */
export function readContentTypes(documents: readonly XmlDocument[], partNames: readonly string[]) {
	const list = (name: string) => documents.flatMap(({ listElements }) => listElements(name));
	const overrides = list('Override');
	const defaults = list('Default');
	const types = [...overrides, ...defaults].flatMap(
		(element) => findFileType(element.get('ContentType')) ?? [],
	);
	// § 7.2.3.4: a default applies to the parts with its extension that have no override.
	const overridden = new Set(overrides.map(readPartName));
	const vbaExtensions = defaults
		.filter(isVbaProject)
		.map((element) => `.${element.get('Extension')}`);
	const isVbaPart = (name: string) =>
		/(?:^|\/)vbaproject\.bin$/.test(name) ||
		(vbaExtensions.some((extension) => name.endsWith(extension)) && !overridden.has(name));
	return {
		/** The type of the whole file, or `undefined` if no content type shows it. */
		type: types.find(isWordType) ?? types[0],
		/** The lowercase names of the parts that are VBA projects according to their name or content type. */
		vbaParts: [...partNames.filter(isVbaPart), ...overrides.filter(isVbaProject).map(readPartName)],
	};
}

function readPartName(override: XmlElement): string {
	return override.get('PartName').replace(/^\//, '');
}

function isVbaProject(element: XmlElement): boolean {
	return element.get('ContentType') === VBA_PROJECT;
}

function findFileType(contentType: string): string | undefined {
	if (contentType === XPS) return 'application/vnd.ms-xpsdocument';
	const groups = MAIN_PART.exec(contentType);
	const [name, macros] = [groups?.[1], groups?.[2]];
	if (name?.startsWith(VISIO)) return 'application/vnd.visio';
	const type = macros === undefined ? name : `${name}.macroenabled.12`;
	// The file can contain any text, so only known types are derived from it.
	return findFormat(type) && type;
}

/** Guesses a package's type from its folders. The declared type is used if it matches them. */
export function guessType(
	partNames: readonly string[],
	declaredType: string | undefined,
): string | undefined {
	const format = FORMATS.find(({ folder }) => partNames.some((name) => name.startsWith(folder)));
	if (!format) return undefined;
	return findFormat(declaredType) === format ? declaredType : parseMimeType(format.extension);
}

export function isWordType(type: string): boolean {
	return findFormat(type) === WORD;
}

/** Whether a type is that of Word, Excel, or PowerPoint documents, in Office Open XML or an older binary format. */
export function isOfficeType(type: string | undefined): boolean {
	return findFormat(type) !== undefined || findFormat(type, 'x') !== undefined;
}

/** @param suffix the letter that completes the extension of an older binary format, as in `doc` and `docx`. */
function findFormat(type = '', suffix = '') {
	const extension = `${extensionOf(type)}${suffix}`;
	return FORMATS.find(({ extensions }) => extensions.test(extension));
}
