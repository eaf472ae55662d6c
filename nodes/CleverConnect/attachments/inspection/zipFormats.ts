import { checkRoot } from './compoundFile';
import type { Inspection } from './inspectionResult';
import {
	findFormat,
	OFFICE_FORMATS,
	readContentTypes,
	type ContentTypes,
} from './officeContentTypes';
import { findMainPart, readRelationships } from './officeRelationships';
import { parseXml } from './xml';
import { isStaticPicture } from './staticPicture';
import { isEmptyProject } from './vbaProject';
import { isPlainWorkbook } from './workbook';
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

/** ECMA-376, part 2, § 7.2.3 and § 6.5.2 */
const CONTENT_TYPES = /^\[content_types\]\.xml$/;
const PACKAGE_RELATIONSHIPS = /^_rels\/\.rels$/;
const PART_RELATIONSHIPS = /(?<!^_rels\/)\.rels$/;
/** The total size in bytes after inflating. Documents need far less. */
const MAXIMUM_CONTENT_TYPES = 65_536;
const MAXIMUM_PACKAGE_RELATIONSHIPS = 16_384;
const MAXIMUM_PART_RELATIONSHIPS = 196_608;
/** A project without code is smaller. */
const MAXIMUM_VBA_PROJECTS = 32_768;

/** OpenDocument 1.3, part 2, § 3.3, and EPUB OCF 3.3 § 4.2.3: a part that contains the type of the whole file. */
const STATED_TYPE = /^mimetype$/;
const MAXIMUM_STATED_TYPE = 4096;
const MANIFEST = /^meta-inf\/manifest\.xml$/;
const MAXIMUM_MANIFEST = 131_072;
/** OpenDocument 1.3, part 3, appendix C, and IANA's registry. Other values may be any text. */
const STATED_TYPES =
	/^application\/(?:epub\+zip|vnd\.oasis\.opendocument\.(?:text(?:-template|-master|-master-template|-web)?|(?:spreadsheet|presentation|graphics|chart|image|formula)(?:-template)?|base|database)|vnd\.sun\.xml\.(?:writer(?:\.global|\.template)?|(?:calc|draw|impress)(?:\.template)?|math))$/;

/** In bytes. */
const START_LENGTH = 16;
const COMPOUND_FILE = '\xd0\xcf\x11\xe0';
/** RTF, HTML, and MHTML, which Word can import as an `altChunk`. */
const IMPORTED = /^(?:\{\\rtf|\s*<(?:!doctype )?html|mime-version:)/i;
/** Counts as imported, because no program writes such a part. */
const UNKNOWN_START = '{\\rtf';

/** Parts that identify other packages. */
const MARKERS: ReadonlyArray<readonly [RegExp, string]> = [
	// Apache Tika, IWorkPackageParser and IWork13PackageParser
	[/^index\.apxl$/, 'application/vnd.apple.keynote'],
	[/^index\/(?:masterslide|slide)(?:-[^/]*)?\.iwa$/, 'application/vnd.apple.keynote'],
	[/^(?:index\/document\.iwa|buildversionhistory\.plist)$/, 'application/vnd.apple.pages'],
	// On a Mac, such a document is a folder. In this case, the whole folder was compressed.
	[/^[^/]+\.key\/index\.zip$/, 'application/vnd.apple.keynote'],
	[/^[^/]+\.(?:pages|numbers)\/index\.zip$/, 'application/vnd.apple.pages'],
	[/^androidmanifest\.xml$/, 'application/vnd.android.package-archive'],
	[/^meta-inf\/manifest\.mf$/, 'application/java-archive'],
];
/** Types whose parts have the same names as the parts of another type. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
	['application/vnd.apple.numbers', 'application/vnd.apple.pages'],
]);

/** A ZIP whose directory or metadata can't be read, or isn't read because it is longer than in any document. */
const UNREADABLE: Inspection = { type: ZIP_TYPE, container: ZIP_TYPE, isDamaged: true };

/** Returns the facts that the directory and the metadata of a ZIP show, or `undefined` for other files. */
export function inspectZip(
	bytes: Buffer,
	declaredType?: string,
	objectBudget?: Budget,
	budget?: Budget,
): Inspection | undefined {
	if (!isZip(bytes)) return undefined;
	const zip = readZipFile(bytes, objectBudget, budget);
	if (!zip) return UNREADABLE;
	// Word reads only the content types, even if the file also states a type as OpenDocument files do.
	const isOffice = zip.entries.some(({ name }) => CONTENT_TYPES.test(name));
	const inspection =
		(isOffice ? undefined : inspectStatedType(bytes, zip, declaredType)) ??
		inspectOfficePackage(bytes, zip, declaredType) ??
		inspectManifest(bytes, zip) ??
		inspectMarkers(zip, declaredType);
	return zip.hasDirectory ? inspection : { ...inspection, isDamaged: true };
}

function inspectStatedType(
	bytes: Buffer,
	zip: ZipFile,
	declaredType: string | undefined,
): Inspection | undefined {
	const { parts, isBroken } = readParts(bytes, zip, STATED_TYPE, MAXIMUM_STATED_TYPE);
	const [statedType] = parts.map(({ content }) => content.toString('latin1').trim());
	const type = statedType ?? (isBroken ? declaredType : undefined);
	if (type === undefined || !STATED_TYPES.test(type)) return undefined;
	const { isEncrypted, isUnreadable } = readManifest(bytes, zip);
	return { type, container: ZIP_TYPE, isEncrypted, isDamaged: isBroken || isUnreadable };
}

/** Some programs write OpenDocument files without the part that contains the type. */
function inspectManifest(bytes: Buffer, zip: ZipFile): Inspection | undefined {
	const { type, isEncrypted, isUnreadable } = readManifest(bytes, zip);
	if (STATED_TYPES.test(type)) {
		return { type, container: ZIP_TYPE, isEncrypted, isDamaged: isUnreadable };
	}
	return isUnreadable ? UNREADABLE : undefined;
}

/** OpenDocument 1.3, part 2, § 4.3 and § 4.8.1: the type of the file, and the algorithm for each encrypted part. */
function readManifest(
	bytes: Buffer,
	zip: ZipFile,
): { type: string; isEncrypted: boolean; isUnreadable: boolean } {
	const { parts, isBroken, isTooLong } = readParts(bytes, zip, MANIFEST, MAXIMUM_MANIFEST);
	const documents = parts.map(({ content }) => parseXml(content));
	const list = (name: string) => documents.flatMap((document) => document.listElements(name));
	const whole = list('file-entry').find((entry) => entry.get('manifest:full-path') === '/');
	return {
		type: whole?.get('manifest:media-type') ?? '',
		isEncrypted: list('algorithm').length > 0,
		isUnreadable: isBroken || isTooLong || documents.some((document) => document.isBroken),
	};
}

/** Inspects an Office Open XML file. */
function inspectOfficePackage(
	bytes: Buffer,
	zip: ZipFile,
	declaredType: string | undefined,
): Inspection | undefined {
	const names = zip.entries.map(({ name }) => name);
	const { parts, isBroken, isTooLong } = readParts(
		bytes,
		zip,
		CONTENT_TYPES,
		MAXIMUM_CONTENT_TYPES,
	);
	const contents = parts.map(({ content }) => content);
	const root = readParts(bytes, zip, PACKAGE_RELATIONSHIPS, MAXIMUM_PACKAGE_RELATIONSHIPS);
	const mainPart = findMainPart(root.parts);
	const contentTypes = readContentTypes(contents, names, mainPart);
	const { type: statedType } = contentTypes;
	const isDamaged = isBroken || isTooLong || contentTypes.isBroken;
	const isIncomplete = isDamaged || !zip.hasDirectory;
	const type = statedType ?? (isIncomplete ? guessType(names, declaredType) : undefined);
	if (type === undefined) return isTooLong ? UNREADABLE : undefined;

	const inspection = { type, container: ZIP_TYPE, isDamaged };
	return findFormat(type)?.name === 'word'
		? inspectWordPackage(bytes, zip, inspection, contentTypes, root)
		: inspection;
}

/** Guesses the type from the folders, because the part that contains the type is missing. */
function guessType(names: readonly string[], declaredType: string | undefined): string | undefined {
	const format = OFFICE_FORMATS.find(({ folder }) => names.some((name) => name.startsWith(folder)));
	return format && findFormat(declaredType) === format ? declaredType : format?.documentType;
}

function inspectWordPackage(
	bytes: Buffer,
	zip: ZipFile,
	inspection: Inspection,
	contentTypes: ContentTypes,
	root: ZipParts,
): Inspection {
	const others = readParts(bytes, zip, PART_RELATIONSHIPS, MAXIMUM_PART_RELATIONSHIPS);
	const relationships = readRelationships(
		[...root.parts, ...others.parts],
		contentTypes.chartParts,
	);
	const isHarmful = (
		names: ReadonlyArray<string | undefined>,
		isHarmless: Parameters<typeof checkRoot>[1],
		budget: Budget,
		limit = budget.rest,
	) => {
		const missing = new Set(names);
		const { parts, isBroken } = readParts(
			bytes,
			zip,
			{ test: (name) => missing.has(name) },
			limit,
			budget,
		);
		for (const { name } of parts) missing.delete(name);
		return (
			isBroken || missing.size > 0 || !parts.every(({ content }) => checkRoot(content, isHarmless))
		);
	};
	const vbaParts = [...contentTypes.vbaParts, ...relationships.vbaParts];
	const starts = listStarts(bytes, zip);
	const compoundFiles = starts
		.filter(({ name, start }) => start.startsWith(COMPOUND_FILE) && !vbaParts.includes(name))
		.map(({ name }) => name);
	const isOfChart = (name: string) => relationships.partsOfCharts.has(name);
	const objects = compoundFiles.filter((name) => !isOfChart(name));
	return {
		...inspection,
		hasMacros: isHarmful(vbaParts, isEmptyProject, zip.budget, MAXIMUM_VBA_PROJECTS),
		hasActiveContent:
			relationships.hasActiveContent ||
			starts.some(({ start }) => IMPORTED.test(start)) ||
			isHarmful([...relationships.oleParts, ...objects], isStaticPicture, zip.objectBudget) ||
			isHarmful(compoundFiles.filter(isOfChart), isPlainWorkbook, zip.objectBudget) ||
			hasHarmfulFile(bytes, zip, starts),
		isDamaged:
			[root, others].some(({ isBroken, isTooLong }) => isBroken || isTooLong) ||
			relationships.isBroken ||
			inspection.isDamaged === true,
	};
}

interface PartStart {
	readonly name: string;
	readonly start: string;
}

/** Returns the first bytes of all parts. A program finds a part by the ID of its relationship, whatever its type is. */
function listStarts(bytes: Buffer, zip: ZipFile): readonly PartStart[] {
	return zip.entries.map((entry) => ({
		name: entry.name,
		start: readStart(bytes, entry, START_LENGTH) ?? UNKNOWN_START,
	}));
}

/** Whether a Word file inside the file has macros or active content, or there is too much to read. */
function hasHarmfulFile(bytes: Buffer, zip: ZipFile, starts: readonly PartStart[]): boolean {
	const { objectBudget, budget } = zip;
	const names = new Set(
		starts.filter(({ start }) => isZip(Buffer.from(start))).map(({ name }) => name),
	);
	const test = (name: string) => names.has(name);
	const { parts, isTooLong } = readParts(bytes, zip, { test }, objectBudget.rest, objectBudget);
	return (
		isTooLong ||
		parts.some(({ content }) => {
			const inspection = inspectZip(content, undefined, objectBudget, budget);
			return inspection?.hasMacros === true || inspection?.hasActiveContent === true;
		})
	);
}

function inspectMarkers({ entries }: ZipFile, declaredType: string | undefined): Inspection {
	const [, type = ZIP_TYPE] =
		MARKERS.find(([marker]) => entries.some(({ name }) => marker.test(name))) ?? [];
	const isLookalike = declaredType !== undefined && LOOKALIKES.get(declaredType) === type;
	return { type: isLookalike ? declaredType : type, container: ZIP_TYPE };
}
