import { parseXml, type XmlElement } from './xml';
import type { ZipPart } from './zipFile';

/** The facts from the relationships in a Word file (ECMA-376, part 2, § 6.5). */
export interface Relationships {
	/** The names of the parts that are VBA projects, in lower case. \`undefined\` stands for a target that may not be a part. */
	readonly vbaParts: ReadonlyArray<string | undefined>;
	/** Does the same for the parts that are OLE objects, except for the spreadsheets of charts. */
	readonly oleParts: ReadonlyArray<string | undefined>;
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

/** The patterns of targets on the reader's computer or network. All other targets are remote. */
const LOCAL_PATHS: readonly RegExp[] = [
	// A drive, including one in a URL (RFC 8089, appendix E.2)
	/^(?:[a-z]:|file:[\\/]*[a-z][:|](?:[\\/]|$))/i,
	// A relative path, or a path from the root. `\??\` can lead anywhere.
	/^(?:(?:file:)?[\\/]?|file:[\\/]{3})(?![\\/?])[^:]*$/i,
	// A server without a domain (RFC 8089, appendix E.3). A number, even `0x7f000001`, is an IP address.
	/^(?:file:(?:[\\/]{2}|[\\/]{4,})|[\\/]{2,})(?!0\D)[\d%_-]*\p{L}[\p{L}\d %_-]*(?:[\\/]|$)/iu,
	// A path that begins with a Mac volume, such as `HD:Users:cv`
	/^(?!(?:https?|ftp|mhtml|search(?:-ms)?|ms-[a-z]+|url|(?:vb|java)?script|soap|feed|view-source|telnet|ldap|its|mk):)[^:|\\/]+(?::[^:|\\/]+){2,}$/i,
];
/**
 * URL parsers remove tabs and line breaks (https://url.spec.whatwg.org/#url-parsing), and invisible
 * characters in host names (UTS #46).
 */
const IGNORED = /[\t\n\r\p{Default_Ignorable_Code_Point}]/gu;
/** No program decodes a target more than twice. */
const DECODINGS = 3;
const PERCENT = 0x25;
/** The value of each hexadecimal digit, by the digit's ASCII code. */
const HEX_DIGITS: ReadonlyMap<number, number> = new Map(
	Array.from('0123456789abcdefABCDEF', (digit) => [
		digit.charCodeAt(0),
		Number.parseInt(digit, 16),
	]),
);

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
	const name = target.startsWith('/')
		? target.slice(1)
		: from.replace(/_rels\/[^/]*$/, '') + target;
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
function isRemote(target: string, decodings = DECODINGS): boolean {
	const path = target.replace(IGNORED, '').trim();
	if (!LOCAL_PATHS.some((local) => local.test(path))) return true;
	const decoded = decodePercent(target);
	return decoded !== target && decodings > 0 && isRemote(decoded, decodings - 1);
}

/** RFC 3986 § 2.1. A regular expression with a replacement function takes five times as long. */
function decodePercent(text: string): string {
	const bytes = Buffer.from(text);
	let length = 0;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes.readUInt8(index);
		const code = byte === PERCENT ? readHex(bytes[index + 1], bytes[index + 2]) : undefined;
		bytes[length++] = code ?? byte;
		if (code !== undefined) index += 2;
	}
	return bytes.toString('utf8', 0, length);
}

/** Returns the value of two hexadecimal digits in ASCII, or `undefined` if a byte isn't such a digit. */
function readHex(first = 0, second = 0): number | undefined {
	const high = HEX_DIGITS.get(first);
	const low = HEX_DIGITS.get(second);
	return high === undefined || low === undefined ? undefined : high * 16 + low;
}
