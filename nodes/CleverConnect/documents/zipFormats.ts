import { parseKnownType } from './mimeType';
import { checkRoot } from './compoundFile';
import type { Inspection } from './inspectionResult';
import { guessType, isWordType, readContentTypes } from './officeContentTypes';
import { findMainPart, readRelationships } from './officeRelationships';
import { parseXml } from './xml';
import { isPlainWorkbook, isStaticPicture } from './oleObject';
import { isEmptyProject } from './vbaProject';
import {
	isZip,
	readParts,
	readStart,
	readZipFile,
	type Budget,
	type ZipFile,
	type ZipParts,
} from './zipFile';

const ZIP_TYPE = 'application/zip';

/** ECMA-376, part 2, § 7.2.3 and § 6.5.2. */
const CONTENT_TYPES = /^\[content_types\]\.xml$/;
const PACKAGE_RELATIONSHIPS = /^_rels\/\.rels$/;
const PART_RELATIONSHIPS = /(?<!^_rels\/)\.rels$/;
/** OpenDocument 1.3, part 2, § 3.3, and EPUB OCF 3.3 § 4.2.3: the part that contains the type of the whole file. */
const STATED_TYPE = /^mimetype$/;
const MANIFEST = /^meta-inf\/manifest\.xml$/;
/** The types of OpenDocument 1.3 (part 3, appendix C), OpenOffice.org 1.0, and EPUB. */
const STATED_TYPES = /^application\/(?:epub\+zip|vnd\.oasis\.opendocument\..*|vnd\.sun\.xml\..*)$/;

/** In bytes. */
const START_LENGTH = 16;
const COMPOUND_FILE = '\xd0\xcf\x11\xe0';
/** Matches the beginning of RTF, HTML, or MHTML, which Word can import as an `altChunk`. */
const IMPORTED = /^(?:\{\\rtf|\s*<(?:!doctype )?html|mime-version:)/i;
/**
 * Stands for first bytes that can't be read. A part whose first bytes can't be read counts as imported content,
 * because no ordinary program writes such a part.
 */
const UNKNOWN_START = '{\\rtf';

const APPLE = 'application/vnd.apple';
/** Parts that identify other packages. */
const MARKERS: ReadonlyArray<readonly [RegExp, string]> = [
	// Apache Tika, IWorkPackageParser and IWork13PackageParser
	[/^index\.apxl$/, `${APPLE}.keynote`],
	[/^index\/(?:masterslide|slide)(?:-[^/]*)?\.iwa$/, `${APPLE}.keynote`],
	[/^(?:index\/document\.iwa|buildversionhistory\.plist)$/, `${APPLE}.pages`],
	// On a Mac, an iWork document can be a folder. Someone has compressed the whole folder.
	[/^[^/]+\.key\/index\.zip$/, `${APPLE}.keynote`],
	[/^[^/]+\.(?:pages|numbers)\/index\.zip$/, `${APPLE}.pages`],
	[/^androidmanifest\.xml$/, 'application/vnd.android.package-archive'],
	[/^meta-inf\/manifest\.mf$/, 'application/java-archive'],
];

/** A ZIP whose directory or metadata can't be read or is longer than in any real document. */
const UNREADABLE: Inspection = { type: ZIP_TYPE, container: ZIP_TYPE, isDamaged: true };

/** Returns the facts found in a ZIP's directory and metadata, or `undefined` for other files. */
export function inspectZip(
	bytes: Buffer,
	declaredType?: string,
	objectBudget?: Budget,
	budget?: Budget,
): Inspection | undefined {
	if (!isZip(bytes)) return undefined;
	const zip = readZipFile(bytes, objectBudget, budget);
	if (!zip) return UNREADABLE;
	// Word reads only the content types, even if the file also states a type, as OpenDocument files do.
	const isOffice = zip.entries.some(({ name }) => CONTENT_TYPES.test(name));
	const inspection =
		(isOffice ? undefined : inspectStatedType(zip, declaredType)) ??
		inspectOfficePackage(zip, declaredType) ??
		inspectManifest(zip) ??
		inspectMarkers(zip, declaredType);
	return zip.hasDirectory ? inspection : { ...inspection, isDamaged: true };
}

function inspectStatedType(zip: ZipFile, declaredType = ''): Inspection | undefined {
	const { parts, isComplete } = readParts(zip, STATED_TYPE);
	const [statedType] = parts.map(({ content }) => content.toString('latin1').trim());
	const type = statedType ?? (isComplete ? '' : declaredType);
	if (!isStatedType(type)) return undefined;
	const { isEncrypted, isDamaged } = readManifest(zip);
	return { type, container: ZIP_TYPE, isEncrypted, isDamaged: isDamaged || !isComplete };
}

/** Whether a type is one of the defined types. A file can state any text as its type. */
function isStatedType(type: string): boolean {
	return STATED_TYPES.test(type) && parseKnownType(type) === type;
}

/** Some programs write OpenDocument files without the part that contains the type. */
function inspectManifest(zip: ZipFile): Inspection | undefined {
	const { type, isEncrypted, isDamaged } = readManifest(zip);
	if (isStatedType(type)) return { type, container: ZIP_TYPE, isEncrypted, isDamaged };
	return isDamaged ? UNREADABLE : undefined;
}

/** Reads a file's type and the algorithm of each encrypted part (OpenDocument 1.3, part 2, § 4.3 and § 4.8.1). */
function readManifest(zip: ZipFile): { type: string; isEncrypted: boolean; isDamaged: boolean } {
	const { parts, isComplete } = readParts(zip, MANIFEST);
	const documents = parts.map(({ content }) => parseXml(content));
	const list = (name: string) => documents.flatMap(({ listElements }) => listElements(name));
	const whole = list('file-entry').find((entry) => entry.get('manifest:full-path') === '/');
	return {
		type: whole?.get('manifest:media-type') ?? '',
		isEncrypted: list('algorithm').length > 0,
		isDamaged: !isComplete || documents.some(({ isBroken }) => isBroken),
	};
}

/** Inspects an Office Open XML file. */
function inspectOfficePackage(zip: ZipFile, declaredType?: string): Inspection | undefined {
	const names = zip.entries.map(({ name }) => name);
	const { parts, isComplete } = readParts(zip, CONTENT_TYPES);
	const root = readParts(zip, PACKAGE_RELATIONSHIPS);
	const contentTypes = readContentTypes(
		parts.map(({ content }) => content),
		names,
		findMainPart(root.parts),
	);
	const isDamaged = !isComplete || contentTypes.isBroken;
	const isGuessed = isDamaged || !zip.hasDirectory;
	const type = contentTypes.type ?? (isGuessed ? guessType(names, declaredType) : undefined);
	if (type === undefined) return isComplete ? undefined : UNREADABLE;
	const inspection = { type, container: ZIP_TYPE, isDamaged };
	return isWordType(type)
		? inspectWordPackage(zip, inspection, contentTypes.vbaParts, root)
		: inspection;
}

function inspectWordPackage(
	zip: ZipFile,
	inspection: Inspection,
	vbaPartsByType: readonly string[],
	root: ZipParts,
): Inspection {
	const others = readParts(zip, PART_RELATIONSHIPS);
	const relationships = readRelationships([...root.parts, ...others.parts]);
	const vbaParts = [...vbaPartsByType, ...relationships.vbaParts];
	// A program finds a part by the ID of its relationship, whatever the relationship's type is.
	const starts = zip.entries.map((entry) => ({
		name: entry.name,
		start: readStart(zip, entry, START_LENGTH) ?? UNKNOWN_START,
	}));
	const listParts = (isWanted: (start: string, name: string) => boolean) =>
		starts.filter(({ name, start }) => isWanted(start, name)).map(({ name }) => name);
	const objects = listParts(
		(start, name) => start.startsWith(COMPOUND_FILE) && !vbaParts.includes(name),
	);
	const isOfChart = (name: string) => relationships.partsOfCharts.has(name);
	const pictures = [...relationships.oleParts, ...objects.filter((name) => !isOfChart(name))];
	const workbooks = objects.filter(isOfChart);
	const archives = listParts((start) => isZip(Buffer.from(start)));
	const isHarmlessArchive = (content: Buffer) => {
		const archive = inspectZip(content, undefined, zip.objectBudget, zip.budget);
		return archive?.hasMacros !== true && archive?.hasActiveContent !== true;
	};
	return {
		...inspection,
		hasMacros: !areHarmless(zip, vbaParts, checkRoot(isEmptyProject), zip.budget),
		hasActiveContent:
			relationships.hasActiveContent ||
			starts.some(({ start }) => IMPORTED.test(start)) ||
			!areHarmless(zip, pictures, checkRoot(isStaticPicture)) ||
			!areHarmless(zip, workbooks, checkRoot(isPlainWorkbook)) ||
			!areHarmless(zip, archives, isHarmlessArchive),
		isDamaged:
			!root.isComplete ||
			!others.isComplete ||
			relationships.isBroken ||
			inspection.isDamaged === true,
	};
}

/** Whether all parts with these names exist, can be read, and meet a condition. */
function areHarmless(
	zip: ZipFile,
	names: ReadonlyArray<string | undefined>,
	check: (content: Buffer) => boolean,
	budget: Budget = zip.objectBudget,
): boolean {
	const missing = new Set(names);
	const { parts, isComplete } = readParts(zip, { test: (name) => missing.has(name) }, budget);
	for (const { name } of parts) missing.delete(name);
	return isComplete && missing.size === 0 && parts.every(({ content }) => check(content));
}

function inspectMarkers({ entries }: ZipFile, declaredType: string | undefined): Inspection {
	const [, type = ZIP_TYPE] =
		MARKERS.find(([marker]) => entries.some(({ name }) => marker.test(name))) ?? [];
	// The parts of a Numbers document have the same names as those of a Pages document.
	const isNumbers = declaredType === `${APPLE}.numbers` && type === `${APPLE}.pages`;
	return { type: isNumbers ? declaredType : type, container: ZIP_TYPE };
}
