import { hasBrokenMarkup, hasDoctype, listElements, type XmlAttributes } from './xml';
import type { ZipPart } from './zipFile';

/** What the relationships in a Word file tell (ECMA-376, part 2, § 6.5). */
export interface Relationships {
	/** Whether one leads to macros. */
	readonly hasMacros: boolean;
	/** Whether one leads to something that is loaded or run when the file is opened. */
	readonly hasActiveContent: boolean;
	/** Whether a part has markup that XML does not allow. */
	readonly isBroken: boolean;
}

/** The last step of a relationship's type, which its transitional and its strict spelling share. */
const KIND = /\/([a-z]+)$/;
/** ECMA-376, part 1, § 11.3.10 */
const MAIN_PART = 'officedocument';
/** [MS-OFFMACRO2] § 2.2.1.6 */
const MACROS = 'vbaproject';
/** ECMA-376, part 1, § 11.3.1, § 15.2.10, § 15.2.1: another format to take in, OLE object, ActiveX control. */
const ACTIVE: ReadonlySet<string> = new Set(['afchunk', 'oleobject', 'control']);
/** What may be elsewhere, since a link waits for the reader and a picture is a picture. */
const HARMLESS: ReadonlySet<string> = new Set(['hyperlink', 'image']);

/** The targets on this computer or in its network. All others are remote. */
const LOCAL_PATHS: readonly RegExp[] = [
	// A drive, also in a URL (RFC 8089, appendix E.2)
	/^(?:[a-z]:|file:[\\/]*[a-z][:|](?:[\\/]|$))/i,
	// A path that is relative or begins at the root. `\??\` can lead anywhere.
	/^(?:(?:file:)?[\\/]?|file:[\\/]{3})(?![\\/?])[^:]*$/i,
	// A server without a domain (RFC 8089, appendix E.3). A number, also as `0x7f000001`, is an IP address.
	/^(?:file:(?:[\\/]{2}|[\\/]{4,})|[\\/]{2,})(?!0\D)[\d%_-]*\p{L}[\p{L}\d %_-]*(?:[\\/]|$)/iu,
	// A volume of a Mac, such as `HD:Users:cv`
	/^(?!https?:|ftp:|mhtml:)[^:|\\/]+(?::[^:|\\/]+){2,}$/i,
];
/** URLs lose tabs and line breaks (https://url.spec.whatwg.org/#url-parsing), and hosts what is invisible (UTS #46). */
const IGNORED = /[\t\n\r\p{Default_Ignorable_Code_Point}]/gu;
/** No program decodes a target more than twice. */
const DECODINGS = 3;

/** @param chartParts the names of the parts that are charts, in lower case */
export function readRelationships(
	parts: readonly ZipPart[],
	chartParts: ReadonlySet<string>,
): Relationships {
	// OPC forbids it (ECMA-376, part 2, § 7.1.4).
	const hasDtd = parts.some(({ content }) => hasDoctype(content));
	// Charts of earlier versions keep their spreadsheet as an OLE object.
	const isOfChart = (name: string) => name.includes('/charts/') && chartParts.has(ownerOf(name));
	const relationships = parts.flatMap(({ name, content }) =>
		listElements(content, 'Relationship').map((element) => ({ element, isChart: isOfChart(name) })),
	);
	return {
		hasMacros: relationships.some(({ element }) => findKind(element) === MACROS),
		hasActiveContent:
			hasDtd || relationships.some(({ element, isChart }) => isActive(element, isChart)),
		isBroken: parts.some(({ content }) => hasBrokenMarkup(content)),
	};
}

/** Returns the name of the part that a package begins with, in lower case: a target of `_rels/.rels` (§ 6.5.3). */
export function findMainPart(parts: readonly ZipPart[]): string | undefined {
	const [target] = parts
		.flatMap(({ content }) => listElements(content, 'Relationship'))
		.filter((relationship) => findKind(relationship) === MAIN_PART)
		.map((relationship) => relationship.get('Target'));
	return target?.trim().toLowerCase().replace(/^\/+/, '');
}

function isActive(relationship: XmlAttributes, isChart: boolean): boolean {
	const kind = findKind(relationship);
	if (relationship.get('TargetMode')?.trim().toLowerCase() === 'external') {
		return !HARMLESS.has(kind) && isRemote(relationship.get('Target') ?? '');
	}
	return ACTIVE.has(kind) && !(kind === 'oleobject' && isChart);
}

/** ECMA-376, part 2, § 6.5.2.2: `word/_rels/document.xml.rels` has those of `word/document.xml`. */
function ownerOf(relationshipsPart: string): string {
	return relationshipsPart.replace(/\/_rels\/([^/]*)\.rels$/, '/$1');
}

function findKind(relationship: XmlAttributes): string {
	const [, kind = ''] = KIND.exec((relationship.get('Type') ?? '').trim().toLowerCase()) ?? [];
	return kind;
}

/**
 * Whether another machine answers for a target, as it is written or at any step of decoding it. Many files name
 * the template that they were made with, as `C:\Users\…` or on a file server without a domain.
 */
function isRemote(target: string): boolean {
	let spelling = target;
	for (let decodings = 0; decodings <= DECODINGS; decodings++) {
		const path = spelling.replace(IGNORED, '').trim();
		if (!LOCAL_PATHS.some((local) => local.test(path))) return true;
		spelling = decodePercent(spelling);
	}
	return false;
}

/** RFC 3986 § 2.1 */
function decodePercent(text: string): string {
	return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) =>
		Buffer.from(encoded.replaceAll('%', ''), 'hex').toString(),
	);
}
