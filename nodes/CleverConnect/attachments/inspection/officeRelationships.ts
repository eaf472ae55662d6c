import { parseXml, type XmlElement } from './xml';
import type { ZipPart } from './zipFile';

/** The facts from the relationships in a Word file (ECMA-376, part 2, § 6.5). */
export interface Relationships {
	/** The names of the parts that are VBA projects, in lower case. `undefined` stands for a target that may not be a part. */
	readonly vbaParts: ReadonlyArray<string | undefined>;
	/** Does the same for the parts that are declared as OLE objects, except for those of charts. */
	readonly oleParts: ReadonlyArray<string | undefined>;
	/** The names of the parts that belong to charts, in lower case. */
	readonly partsOfCharts: ReadonlySet<string | undefined>;
	/** Whether another target is loaded or run when the file is opened. */
	readonly hasActiveContent: boolean;
	/** Whether a part has markup that XML doesn't allow. */
	readonly isBroken: boolean;
}

/** The last segment of a relationship's type, which is the same in transitional and strict files. */
const KIND = /\/([a-z]+)$/;
/** ECMA-376, part 1, § 11.3.10 */
const MAIN_PART = 'officedocument';
/** [MS-OFFMACRO2] § 2.2.1.6 */
const MACROS = 'vbaproject';
/** ECMA-376, part 1, § 15.2.10 */
const OLE_OBJECT = 'oleobject';
/** § 11.3.1, § 15.2.1: imported content, ActiveX control. */
const ACTIVE: ReadonlySet<string> = new Set(['afchunk', 'control']);
/** The names on which all programs agree (ECMA-376, part 2, § 6.2.2). */
const PART_NAME = /^(?:[\w-]+\/)*[\w-]+\.\w+$/;
/** Targets that may be external, because Word opens a link only when it is clicked, and an image can't run code. */
const HARMLESS: ReadonlySet<string> = new Set(['hyperlink', 'image']);

/** Paths without a colon, on a drive (RFC 8089, appendix E.2), and on a Mac volume, such as `Macintosh HD:Users:cv`. */
const LOCAL_PATH =
	/^(?:(?!\?)[^:]*|[a-z]:.*|(?=[^:|/]*(?:\w(?: |%20)\w|:(?:Users|Applications|Library):))[^:|/]+(?::[^:|/]+){2,})$/is;
/** A server without a domain (RFC 8089, appendix E.3). A number, even `0x7f000001`, is an IP address. */
const LOCAL_SERVER = /^(?!0\D)[\d%_-]*\p{L}[\p{L}\d %_-]*(?:\/|$)|^[a-z][:|](?:\/|$)/iu;
/**
 * URL parsers remove tabs and line breaks (https://url.spec.whatwg.org/#url-parsing), and invisible
 * characters in host names (UTS #46).
 */
const IGNORED = /[\t\n\r\p{Default_Ignorable_Code_Point}]/gu;
/** No program decodes a target more than twice. */
const DECODINGS = 3;

interface Relationship {
	/** The name of the part that is the target, in lower case. */
	readonly part: string | undefined;
	/** The last segment of the relationship's type, in lower case. */
	readonly kind: string;
	/** The target of an external relationship. The targets of other relationships are parts of the package. */
	readonly externalTarget: string | undefined;
	/** Whether the relationship belongs to a chart. */
	readonly isOfChart: boolean;
}

/**
 * Returns the facts from the relationships in a package.
 *
 * @param chartParts the names of the parts that are charts, in lower case
 */
export function readRelationships(
	parts: readonly ZipPart[],
	chartParts: ReadonlySet<string>,
): Relationships {
	const documents = parts.map(({ name, content }) => ({ name, ...parseXml(content) }));
	// OPC forbids document type declarations (ECMA-376, part 2, § 7.1.4).
	const hasDtd = documents.some(({ hasDoctype }) => hasDoctype);
	// Charts from earlier Office versions contain their spreadsheet as an OLE object.
	const belongsToChart = (name: string) =>
		name.includes('/charts/') && chartParts.has(ownerOf(name));
	const relationships = documents.flatMap(({ name, listElements }) => {
		const isOfChart = belongsToChart(name);
		return listElements('Relationship').map((element) =>
			readRelationship(element, name, isOfChart),
		);
	});
	const listParts = (wanted: (relationship: Relationship) => boolean) =>
		relationships.filter(wanted).map(({ part }) => part);
	return {
		vbaParts: listParts(({ kind }) => kind === MACROS),
		oleParts: listParts(
			({ kind, externalTarget, isOfChart }) =>
				kind === OLE_OBJECT && externalTarget === undefined && !isOfChart,
		),
		partsOfCharts: new Set(listParts(({ isOfChart }) => isOfChart)),
		hasActiveContent: hasDtd || relationships.some(isActive),
		isBroken: documents.some(({ isBroken }) => isBroken),
	};
}

/** Returns the name of a package's main part in lower case: a target in `_rels/.rels` (§ 6.5.3). */
export function findMainPart(parts: readonly ZipPart[]): string | undefined {
	const [target] = parts
		.flatMap(({ content }) => parseXml(content).listElements('Relationship'))
		.filter((element) => readKind(element) === MAIN_PART)
		.map((element) => element.get('Target'));
	return target?.trim().toLowerCase().replace(/^\/+/, '');
}

/** ECMA-376, part 2, § 6.5.2.2: `word/_rels/document.xml.rels` belongs to `word/document.xml`. */
function ownerOf(relationshipsPart: string): string {
	return relationshipsPart.replace(/\/_rels\/([^/]*)\.rels$/, '/$1');
}

function readRelationship(element: XmlElement, from: string, isOfChart: boolean): Relationship {
	const target = element.get('Target') ?? '';
	const isExternal = element.get('TargetMode')?.trim().toLowerCase() === 'external';
	const folder = from.replace(/_rels\/[^/]*$/, '');
	const path = target.startsWith('/') ? target.slice(1) : folder + target;
	// The spreadsheet of a chart is in a folder beside the folder of the charts.
	const name = isOfChart ? path.replace(/charts\/\.\.\//, '') : path;
	return {
		kind: readKind(element),
		part: PART_NAME.test(name) ? name.toLowerCase() : undefined,
		externalTarget: isExternal ? target : undefined,
		isOfChart,
	};
}

function readKind(element: XmlElement): string {
	const [, kind = ''] = KIND.exec((element.get('Type') ?? '').trim().toLowerCase()) ?? [];
	return kind;
}

function isActive({ kind, externalTarget }: Relationship): boolean {
	if (externalTarget !== undefined) return !HARMLESS.has(kind) && isRemote(externalTarget);
	return ACTIVE.has(kind);
}

/**
 * Whether a target, as written or at any step of its decoding, is on a machine that other networks can
 * reach. A file's template is often at a path such as `C:\Users\…` or on a file server without a domain,
 * which exists only in the author's network.
 */
function isRemote(target: string): boolean {
	let spelling = target;
	for (let step = 0; step <= DECODINGS; step++) {
		if (!isLocal(spelling.replace(IGNORED, '').replaceAll('\\', '/').trim())) return true;
		if (!spelling.includes('%')) break;
		spelling = decodePercent(spelling);
	}
	return false;
}

function isLocal(path: string): boolean {
	const scheme = /^file:/i.test(path) ? 'file:' : '';
	const rest = path.slice(scheme.length).replace(/^\/+/, '');
	const slashes = path.length - scheme.length - rest.length;
	// `file:///` precedes a path, and `file:////` precedes a server.
	const hasServer = slashes > 1 && !(scheme !== '' && slashes === 3);
	return (hasServer ? LOCAL_SERVER : LOCAL_PATH).test(rest);
}

/** RFC 3986 § 2.1. A replacement function takes five times as long. `%u` isn't percent-encoding. */
function decodePercent(text: string): string {
	const bytes = Buffer.from(text).toString('latin1').replaceAll('%u', '%25u');
	return Buffer.from(unescape(bytes), 'latin1').toString();
}
