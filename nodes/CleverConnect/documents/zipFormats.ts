import { parseKnownType } from './mimeType';
import { checkRoot } from './compoundFile';
import type { Inspection } from './inspectionResult';
import { guessType, isWordType, readContentTypes } from './officeContentTypes';
import { findMainPart, readRelationships } from './officeRelationships';
import { parseXml } from './xml';
import { isStaticPicture } from './oleObject';
import { isEmptyProject } from './vbaProject';
import {
	BUDGET,
	isOversized,
	isZip,
	readPart,
	readParts,
	readStart,
	readZipFile,
	type ZipEntry,
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
/** In bytes. Word writes the directory of an OLE object before the object's data. */
const OBJECT_START = 128 * 1024;
const COMPOUND_FILE = '\xd0\xcf\x11\xe0';
/** Matches the beginning of RTF, HTML, or MHTML, which Word can import as an `altChunk`. */
const IMPORTED = /^(?:\{\\rtf|\s*<(?:!doctype )?html|mime-version:)/i;

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

/** Returns the facts found in a ZIP's directory and metadata, or `undefined` for other files. */
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
		(isOffice ? undefined : inspectStatedType(zip, declaredType)) ??
		inspectOfficePackage(zip, declaredType) ??
		inspectManifest(zip) ??
		inspectMarkers(zip, declaredType);
	// A part that the budget doesn't allow to read isn't damaged.
	const isBroken = inspection.isDamaged === true && zip.budget.rest >= 0;
	return { ...inspection, container: ZIP_TYPE, isDamaged: isBroken || !zip.hasDirectory };
}

function inspectStatedType(zip: ZipFile, declaredType = ''): Inspection | undefined {
	const { parts, isComplete } = readParts(zip, STATED_TYPE);
	const [statedType] = parts.map(({ content }) => content.toString('latin1').trim());
	const type = statedType ?? (isComplete ? '' : declaredType);
	if (!isStatedType(type)) return undefined;
	const { isEncrypted, isDamaged } = readManifest(zip);
	return { type, isEncrypted, isDamaged: isDamaged || !isComplete };
}

/** Whether a type is one of the defined types. A file can state any text as its type. */
function isStatedType(type: string): boolean {
	return STATED_TYPES.test(type) && parseKnownType(type) === type;
}

/** Some programs write OpenDocument files without the part that contains the type. */
function inspectManifest(zip: ZipFile): Inspection | undefined {
	const { type, isEncrypted, isDamaged } = readManifest(zip);
	if (isStatedType(type)) return { type, isEncrypted, isDamaged };
	return isDamaged ? { type: ZIP_TYPE, isDamaged } : undefined;
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
	if (type === undefined) return isComplete ? undefined : { type: ZIP_TYPE, isDamaged };
	return isWordType(type)
		? inspectWordPackage(zip, { type, isDamaged }, contentTypes.vbaParts, root)
		: { type, isDamaged };
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
		start: readStart(zip, entry, START_LENGTH),
	}));
	const listParts = (isWanted: (start: string, name: string) => boolean) =>
		starts.filter(({ name, start = '' }) => isWanted(start, name)).map(({ name }) => name);
	const objects = listParts(
		(start, name) => start.startsWith(COMPOUND_FILE) && !vbaParts.includes(name),
	);
	const archives = listParts((start) => isZip(Buffer.from(start, 'latin1')));
	const isHarmlessArchive = (content: Buffer) => {
		const archive = inspectZipFile(readZipFile(content, zip.budget));
		return archive.hasMacros !== true && archive.hasActiveContent !== true;
	};
	return {
		...inspection,
		hasMacros: hasMacros(zip, vbaParts),
		hasActiveContent:
			relationships.hasActiveContent ||
			starts.some(({ start }) => start === undefined || IMPORTED.test(start)) ||
			hasHarmful(
				zip,
				[...relationships.oleParts, ...objects],
				checkRoot(isStaticPicture, zip.budget),
			) ||
			hasHarmful(zip, archives, isHarmlessArchive, Infinity),
		isDamaged:
			!root.isComplete ||
			!others.isComplete ||
			relationships.isBroken ||
			inspection.isDamaged === true,
	};
}

/** Whether one of the VBA projects has code. An empty project is small enough to be read with any budget. */
function hasMacros(zip: ZipFile, vbaParts: ReadonlyArray<string | undefined>): boolean {
	const hasCode = hasHarmful(zip, vbaParts, checkRoot(isEmptyProject, zip.budget));
	return vbaParts.length > 0 && (hasCode || zip.budget.rest < 0);
}

/** Whether one of the parts with these names is missing or harmful. */
function hasHarmful(
	zip: ZipFile,
	partNames: ReadonlyArray<string | undefined>,
	isHarmless: (content: Buffer) => boolean,
	length = OBJECT_START,
): boolean {
	const names = new Set(partNames);
	const entries = zip.entries.filter(({ name }) => names.has(name));
	for (const { name } of entries) names.delete(name);
	return names.size > 0 || entries.some((entry) => isHarmful(zip, entry, isHarmless, length));
}

/**
 * Whether a part can't be read or isn't proven harmless. If its first bytes don't prove it, all of the part is read. A
 * part for which the budget isn't large enough isn't harmful, but makes the whole file unchecked. ONLYOFFICE 5.5 leaves
 * empty parts for formulas.
 */
function isHarmful(
	zip: ZipFile,
	entry: ZipEntry,
	isHarmless: (content: Buffer) => boolean,
	length: number,
): boolean {
	const content = readPart(zip, entry, length);
	if (content === undefined) return zip.budget.rest >= 0;
	if (content.length === 0 || isHarmless(content)) return false;
	return content.length < length || isHarmful(zip, entry, isHarmless, Infinity);
}

function inspectMarkers({ entries }: ZipFile, declaredType: string | undefined): Inspection {
	const [, type = ZIP_TYPE] =
		MARKERS.find(([marker]) => entries.some(({ name }) => marker.test(name))) ?? [];
	// The parts of a Numbers document have the same names as those of a Pages document.
	const isNumbers = declaredType === `${APPLE}.numbers` && type === `${APPLE}.pages`;
	return { type: isNumbers ? declaredType : type };
}
