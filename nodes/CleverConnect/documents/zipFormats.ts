import { parseKnownType } from './mimeType';
import { checkRoot } from './compoundFile';
import type { Inspection } from './inspectionResult';
import { guessType, isWordType, readContentTypes } from './officeContentTypes';
import { readRelationships } from './officeRelationships';
import { isStaticPicture } from './oleObject';
import { isEmptyProject } from './vbaProject';
import {
	BUDGET,
	isOversized,
	isZip,
	readPart,
	readStart,
	readXml,
	readZipFile,
	type ZipFile,
} from './zipFile';

const ZIP_TYPE = 'application/zip';

/** ECMA-376, part 2, § 7.2.3 and § 6.5.2. */
const CONTENT_TYPES = /^\[content_types\]\.xml$/;
const RELATIONSHIPS = /\.rels$/;
/** OpenDocument 1.3, part 2, § 3.3, and EPUB 3.3 § 4.3: the part that contains the type of the whole file. */
const STATED_TYPE = 'mimetype';
const MANIFEST = /^meta-inf\/manifest\.xml$/;
/** The types of OpenDocument 1.3 (part 3, appendix C), OpenOffice.org 1.0, and EPUB. */
const STATED_TYPES = /^application\/(?:epub\+zip|vnd\.oasis\.opendocument\..*|vnd\.sun\.xml\..*)$/;

/** In bytes. */
const START_LENGTH = 16;
/** In bytes. Word usually writes the directory of an OLE object before the object's data, which can be large. */
const OBJECT_START = 128 * 1024;
const COMPOUND_FILE = '\xd0\xcf\x11\xe0';
/** Matches the beginning of RTF, HTML, or MHTML, which Word can import as an `altChunk`. */
const IMPORTED = /^(?:\{\\rtf|\s*<(?:!doctype )?html|mime-version:)/i;

const APPLE = 'application/vnd.apple';
/** Parts that identify packages that state no type. */
const MARKERS: ReadonlyArray<readonly [RegExp, string]> = [
	// Apache Tika, IWorkPackageParser and IWork13PackageParser
	[/^index\.apxl$/, `${APPLE}.keynote`],
	[/^index\/(?:masterslide|slide)(?:-[^/]*)?\.iwa$/, `${APPLE}.keynote`],
	[/^(?:index\/document\.iwa|buildversionhistory\.plist)$/, `${APPLE}.pages`],
	// On a Mac, an iWork document can be a folder. Here, someone has compressed the whole folder.
	[/^[^/]+\.key\/index\.zip$/, `${APPLE}.keynote`],
	[/^[^/]+\.(?:pages|numbers)\/index\.zip$/, `${APPLE}.pages`],
	[/^androidmanifest\.xml$/, 'application/vnd.android.package-archive'],
	[/^meta-inf\/manifest\.mf$/, 'application/java-archive'],
];

/** Returns the facts found in a ZIP, or `undefined` for other files. */
export function inspectZip(bytes: Buffer, declaredType?: string): Inspection | undefined {
	if (!isZip(bytes)) return undefined;
	const zip = readZipFile(bytes, { rest: BUDGET });
	const inspection = inspectZipFile(zip, declaredType);
	return { ...inspection, isUnchecked: zip.budget.rest < 0 || isOversized(zip) };
}

function inspectZipFile(zip: ZipFile, declaredType?: string): Inspection {
	// Word reads only the content types, even if the file also states a type, as OpenDocument files do.
	const isOffice = zip.entries.some(({ name }) => CONTENT_TYPES.test(name));
	const inspection =
		(isOffice ? undefined : inspectOpenDocument(zip)) ??
		inspectOfficePackage(zip, declaredType) ??
		inspectMarkers(zip, declaredType);
	// A part that wasn't read because of the budget isn't damaged.
	const isBroken = inspection.isDamaged === true && zip.budget.rest >= 0;
	return { ...inspection, container: ZIP_TYPE, isDamaged: isBroken || !zip.hasDirectory };
}

/**
 * Inspects an OpenDocument or EPUB file. The type is also read from the manifest (OpenDocument 1.3, part 2, § 4.3),
 * because some programs omit the part that contains it.
 */
function inspectOpenDocument(zip: ZipFile): Inspection | undefined {
	const statements = zip.entries
		.filter(({ name }) => name === STATED_TYPE)
		.map((entry) => readPart(zip, entry)?.toString('latin1').trim());
	const manifests = readXml(zip, MANIFEST);
	const list = (name: string) => manifests.flatMap(({ listElements }) => listElements(name));
	const whole = list('file-entry').find((entry) => entry.get('manifest:full-path') === '/');
	const types = [...statements, whole?.get('manifest:media-type')];
	// A file can state any text as its type.
	const type = types.find((text = '') => STATED_TYPES.test(text) && parseKnownType(text) === text);
	const isDamaged = statements.includes(undefined) || manifests.some(({ isBroken }) => isBroken);
	if (type === undefined) return isDamaged ? { type: ZIP_TYPE, isDamaged } : undefined;
	// The manifest names an algorithm for each encrypted part.
	return { type, isEncrypted: list('algorithm').length > 0, isDamaged };
}

function inspectOfficePackage(zip: ZipFile, declaredType?: string): Inspection | undefined {
	const names = zip.entries.map(({ name }) => name);
	const documents = readXml(zip, CONTENT_TYPES);
	const contentTypes = readContentTypes(documents, names);
	const isDamaged = documents.some(({ isBroken }) => isBroken);
	const isGuessed = isDamaged || !zip.hasDirectory;
	const type = contentTypes.type ?? (isGuessed ? guessType(names, declaredType) : undefined);
	if (type === undefined) return isDamaged ? { type: ZIP_TYPE, isDamaged } : undefined;
	if (!isWordType(type)) return { type, isDamaged };
	const word = inspectWordPackage(zip, contentTypes.vbaParts);
	return { type, ...word, isDamaged: isDamaged || word.isDamaged };
}

/** @param vbaPartsByType the names of the VBA projects that are declared as such by their name or content type. */
function inspectWordPackage(zip: ZipFile, vbaPartsByType: readonly string[]) {
	const relationships = readRelationships(readXml(zip, RELATIONSHIPS));
	const vbaParts = [...vbaPartsByType, ...relationships.vbaParts];
	// A program can find a part by the ID of its relationship, whatever the relationship's type is.
	const starts = zip.entries.map((entry) => ({
		name: entry.name,
		start: readStart(zip, entry, START_LENGTH),
	}));
	const listParts = (isWanted: (start: string, name: string) => boolean) =>
		starts.filter(({ name, start = '' }) => isWanted(start, name)).map(({ name }) => name);
	const objects = listParts(
		(start, name) => start.startsWith(COMPOUND_FILE) && !vbaParts.includes(name),
	);
	const archives = listParts((start) => isZip(Buffer.from(start)));
	const isHarmlessArchive = (content: Buffer) => {
		const archive = inspectZipFile(readZipFile(content, zip.budget));
		return archive.hasMacros !== true && archive.hasActiveContent !== true;
	};
	// A project that can't be read with the rest of the budget counts as macros, because an empty one is small.
	const hasCode = hasHarmful(zip, vbaParts, checkRoot(isEmptyProject, zip.budget));
	return {
		hasMacros: vbaParts.length > 0 && (hasCode || zip.budget.rest < 0),
		hasActiveContent:
			relationships.hasActiveContent ||
			starts.some(({ start }) => start === undefined || IMPORTED.test(start)) ||
			hasHarmful(
				zip,
				[...relationships.oleParts, ...objects],
				checkRoot(isStaticPicture, zip.budget),
			) ||
			hasHarmful(zip, archives, isHarmlessArchive, [Infinity]),
		isDamaged: relationships.isBroken,
	};
}

/**
 * Whether any of the parts with these names is missing, can't be read, or isn't proven harmless. A part for which the
 * budget is too small doesn't count as harmful, but makes the whole file count as unchecked.
 *
 * @param lengths the numbers of bytes to read, in this order, until they prove that a part is harmless.
 */
function hasHarmful(
	zip: ZipFile,
	partNames: ReadonlyArray<string | undefined>,
	isHarmless: (content: Buffer) => boolean,
	lengths = [OBJECT_START, Infinity],
): boolean {
	const names = new Set(partNames);
	const entries = zip.entries.filter(({ name }) => names.has(name));
	for (const { name } of entries) names.delete(name);
	// ONLYOFFICE 5.5 leaves empty parts for formulas.
	const passes = (content: Buffer | undefined) =>
		content ? content.length === 0 || isHarmless(content) : zip.budget.rest < 0;
	return (
		names.size > 0 ||
		entries.some((entry) => !lengths.some((length) => passes(readPart(zip, entry, length))))
	);
}

function inspectMarkers({ entries }: ZipFile, declaredType: string | undefined): Inspection {
	const marker = MARKERS.find(([part]) => entries.some(({ name }) => part.test(name)));
	const type = marker?.[1] ?? ZIP_TYPE;
	// The markers of a Pages document can also match a Numbers document.
	const isNumbers = declaredType === `${APPLE}.numbers` && type === `${APPLE}.pages`;
	return { type: isNumbers ? declaredType : type };
}
