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

/** A URL of any scheme but `file`. One letter (`C:`) is none, nor is a volume of a Mac (`HD:Users:cv`). */
const REMOTE_URL = /^(?:(?:https?|ftp|mhtml):|(?!file:)[a-z][a-z\d+.-]+:.*[\\/])/is;
/** A network folder, in any of its spellings as URL (RFC 8089, appendix E.3) and as path. */
const NETWORK_HOST = /^(?:file:(?:[\\/]{2}|[\\/]{4,})|[\\/]{2,})(?:\?[\\/]UNC[\\/])?([^\\/]+)/i;
/** A name in a domain, a port or an address in whatever spelling. */
const REMOTE_HOST = /[.@[]|^(?:\d+|0x[\da-f]+)$/i;

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
 * Whether another machine answers for a target. The template that a file was written with is often
 * named as `C:\Users\…` or on a file server without a domain, where nothing can be found elsewhere.
 */
function isRemote(target: string): boolean {
	// URLs lose tabs and line breaks (https://url.spec.whatwg.org/#url-parsing).
	const url = target
		.replace(/[\t\n\r]/g, '')
		.trim()
		.replace(/%5c/gi, '\\');
	const [, host = ''] = NETWORK_HOST.exec(url) ?? [];
	return REMOTE_URL.test(url) || REMOTE_HOST.test(host);
}
