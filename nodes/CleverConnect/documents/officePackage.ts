import { isCompoundFile, readCompoundFile } from './compoundFile';
import { isExhausted, spend } from './inflate';
import type { Inspection } from './inspection';
import { isStaticPicture } from './staticPicture';
import { findElements, type XmlElement } from './xml';
import { isZip, readEntry, readZipFile, type ZipEntry, type ZipFile } from './zipFile';

/** ECMA-376, part 2, § 7.2.3 and § 6.5.2. */
const CONTENT_TYPES = /^\/?\[content_types\]\.xml$/;
const RELATIONSHIPS = /\.rels$/;
/**
 * Matches the content type of a package's main part, such as Word's (ECMA-376, part 1, § 11.3.10, and [MS-OFFMACRO2]
 * § 2.1.1.1). The groups capture the beginning of the file's type and, if the file can contain macros, the suffix.
 */
const MAIN_PART =
	/^(application\/vnd\.(?:ms-(?:word|excel|powerpoint)|openxmlformats-officedocument\.(?:wordprocessing|spreadsheet|presentation)ml)\.(?:document|template|sheet(?:\.binary)?|presentation|slideshow|addin))(\.macroenabled(?:template)?)?\.main\+xml$/;
const WORD = /wordprocessingml|ms-word/;
/** [MS-OFFMACRO2] § 2.1.1.2. */
const VBA_PROJECT = { name: 'vbaproject.bin', type: 'application/vnd.ms-office.vbaproject' };

/** ECMA-376, part 1, § 11.3.1 and § 15.2.9: imported content and ActiveX controls. */
const ACTIVE = ['afchunk', 'control'];
/** The kinds of targets that may be external: Word opens a link only on request, and runs no code in an image. */
const HARMLESS = ['hyperlink', 'image'];
/** Matches a server in the local network, to which Windows can send a password's hash. */
const NETWORK_FOLDER = /^(?:file:)?\/(?:\/(?!\/(?!\/)|localhost\/(?!\/)|[a-z]:)|\?\?\/)/;
/** Matches a file on the author's computer, where templates are often stored: on a drive, or without a folder. */
const LOCAL =
	/^(?:(?:file:\/\/\/)?[a-z]:\/|file:\/\/localhost\/(?!\/)|(?:[\p{L}\p{N} ._(){}-]|%7[bd]|%20)+$)/u;

/** In bytes. */
const START_LENGTH = 16;
/** Matches the beginning of RTF, HTML, or MHTML, which Word can import as an `altChunk`. */
const IMPORTED = /^(?:\{\\rtf|\s*<(?:!doctype )?html|mime-version:)/i;
/** The number of bytes of XML that can be parsed, and of entries in a compound file that can be read, in a step. */
const XML_PER_STEP = 512;
const ENTRIES_PER_STEP = 64;

/** Returns the facts found in an Office Open XML file, or `undefined` if a ZIP isn't one. */
export function inspectOfficePackage(zip: ZipFile): Inspection | undefined {
	const contentTypes = readXml(zip, CONTENT_TYPES, 'Override', 'Default');
	const parts = [...contentTypes.list('Override'), ...contentTypes.list('Default')];
	const types = parts.flatMap((part) => findFileType(part.get('ContentType')) ?? []);
	const type = types.find((one) => WORD.test(one)) ?? types[0];
	const isDamaged = !contentTypes.isSound;
	const isPackage = zip.entries.some(({ name }) => CONTENT_TYPES.test(name));
	if (type === undefined) return isPackage ? { isDamaged } : undefined;
	const hasMacros =
		parts.some((part) => part.get('ContentType') === VBA_PROJECT.type) ||
		zip.entries.some(({ name }) => name.endsWith(VBA_PROJECT.name));
	if (!WORD.test(type)) return { type, hasMacros, isDamaged };
	const word = inspectWordPackage(zip);
	return { ...word, type, hasMacros, isDamaged: isDamaged || word.isDamaged };
}

function findFileType(contentType = ''): string | undefined {
	const [, type, macros] = MAIN_PART.exec(contentType) ?? [];
	return macros === undefined ? type : `${type}.macroenabled.12`;
}

function inspectWordPackage(zip: ZipFile) {
	const relationships = readXml(zip, RELATIONSHIPS, 'Relationship');
	const list = relationships.list('Relationship');
	// A part can also be found by the ID of its relationship, whatever the type of the relationship is.
	const starts = zip.entries.map((entry) => readEntry(zip, entry, START_LENGTH));
	const isUnreadable = starts.includes(undefined) && !isExhausted(zip.work);
	return {
		hasActiveContent:
			list.some(isActive) ||
			zip.entries.some((entry, index) => isActivePart(zip, entry, starts[index])),
		isDamaged: !relationships.isSound || isUnreadable,
	};
}

function isActive(relationship: XmlElement): boolean {
	// The last segment of the type is the same in transitional and strict files.
	const type = relationship.get('Type') ?? '';
	const kind = type.slice(type.lastIndexOf('/') + 1);
	if (relationship.get('TargetMode') !== 'external') return ACTIVE.includes(kind);
	const target = (relationship.get('Target') ?? '').replace(/\\|%5c|%2f/g, '/');
	return HARMLESS.includes(kind) ? NETWORK_FOLDER.test(target) : !LOCAL.test(target);
}

/** Whether a part has content that Word can run or import, or an embedded file that isn't known to be harmless. */
function isActivePart(zip: ZipFile, entry: ZipEntry, start: Buffer | undefined): boolean {
	if (!start || entry.name.endsWith(VBA_PROJECT.name)) return false;
	if (IMPORTED.test(start.toString('latin1'))) return true;
	const isObject = isCompoundFile(start);
	if (!isObject && !isZip(start)) return false;
	const content = readEntry(zip, entry);
	// Without any steps left, the whole file counts as unchecked.
	if (!content) return !isExhausted(zip.work);
	return isObject ? isActiveObject(zip, content) : isActiveArchive(zip, content);
}

function isActiveObject({ work }: ZipFile, content: Buffer): boolean {
	const file = readCompoundFile(content);
	if (!file || !spend(work, file.entries.length / ENTRIES_PER_STEP)) return !isExhausted(work);
	return !isStaticPicture(file, file.root);
}

/** Whether an embedded file, such as a chart's spreadsheet, is broken or unknown, or has macros or active content. */
function isActiveArchive({ work }: ZipFile, content: Buffer): boolean {
	const archive = readZipFile(content, work);
	if (!archive) return !isExhausted(work);
	const inspection = inspectOfficePackage(archive);
	if (!inspection) return false;
	const { type, isDamaged, hasMacros, hasActiveContent } = inspection;
	return !type || isDamaged === true || hasMacros === true || hasActiveContent === true;
}

/** Finds elements in all parts whose names match. */
function readXml(zip: ZipFile, part: RegExp, ...names: readonly string[]) {
	const documents = zip.entries
		.filter(({ name }) => part.test(name))
		.map((entry) => readElements(zip, entry, ...names));
	return {
		/** A part that wasn't read because no steps are left isn't broken. */
		isSound: documents.every((document) => document?.isSound ?? isExhausted(zip.work)),
		list: (name: string) => documents.flatMap((document) => document?.list(name) ?? []),
	};
}

/** Finds elements in an XML file. Returns `undefined` if the file can't be read, or is too large for the steps left. */
export function readElements(zip: ZipFile, entry: ZipEntry, ...names: readonly string[]) {
	const isSmall = spend(zip.work, entry.size / XML_PER_STEP);
	const content = isSmall ? readEntry(zip, entry) : undefined;
	return content && findElements(content, ...names);
}
