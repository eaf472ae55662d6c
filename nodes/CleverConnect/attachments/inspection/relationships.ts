import { listElements, type XmlAttributes } from './xml';
import type { ZipPart } from './zipFile';

/** What the relationships in a Word file tell (ECMA-376, part 2, § 6.5). */
export interface Relationships {
	/** Whether one leads to macros. */
	readonly hasMacros: boolean;
	/** Whether one leads to something that is loaded or run when the file is opened. */
	readonly hasActiveContent: boolean;
}

/** The last step of a relationship's type, which its transitional and its strict spelling share. */
const KIND = /\/([a-z]+)$/;
/** ECMA-376, part 1, § 11.3.10 */
const MAIN_PART = 'officedocument';
/** [MS-OFFMACRO2] § 2.2.1.6 */
const MACROS = 'vbaproject';
/** ECMA-376, part 1, § 11.3.1, § 15.2.10, § 15.2.1: another format to take in, OLE object, ActiveX control. */
const ACTIVE: ReadonlySet<string> = new Set(['afchunk', 'oleobject', 'control']);
/** Charts of earlier versions keep their spreadsheet as an OLE object. */
const CHART_PART = /\/charts\/_rels\//;
/** What may be elsewhere, since a link waits for the reader and a picture is a picture. */
const HARMLESS: ReadonlySet<string> = new Set(['hyperlink', 'image']);

/** A URL of any scheme but `file`. One letter (`C:`) is none, nor is a volume of a Mac (`HD:Users:cv`). */
const REMOTE_URL = /^(?!file:)[a-z][a-z\d+.-]+:.*[\\/]/is;
/** A network folder, in any of its spellings as URL (RFC 8089, appendix E.3) and as path. */
const NETWORK_HOST = /^(?:file:(?:[\\/]{2}|[\\/]{4,})|[\\/]{2,})(?:\?[\\/]UNC[\\/])?([^\\/]+)/i;
/** A name in a domain, a port or an address in whatever spelling. */
const REMOTE_HOST = /[.@]|^(?:\d+|0x[\da-f]+)$/i;

/** @param mainPart the name of the document, in lower case, where it is known */
export function readRelationships(parts: readonly ZipPart[], mainPart?: string): Relationships {
	// A DTD, which OPC forbids (ECMA-376, part 2, § 7.1.4), can spell anything in other words.
	const hasDtd = parts.some(({ content }) => content.includes('<!DOCTYPE'));
	const relationships = parts.flatMap(({ name, content }) =>
		listElements(content, 'Relationship').map((element) => ({ element, partName: name })),
	);
	return {
		hasMacros: relationships.some(({ element }) => findKind(element) === MACROS),
		hasActiveContent:
			hasDtd ||
			relationships.some(({ element, partName }) => isActive(element, partName, mainPart)),
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

function isActive(
	relationship: XmlAttributes,
	partName: string,
	mainPart: string | undefined,
): boolean {
	const kind = findKind(relationship);
	if (relationship.get('TargetMode')?.trim().toLowerCase() === 'external') {
		return !HARMLESS.has(kind) && isRemote(relationship.get('Target') ?? '');
	}
	const isChart = CHART_PART.test(partName) && !CHART_PART.test(relationshipsOf(mainPart));
	return ACTIVE.has(kind) && !(kind === 'oleobject' && isChart);
}

/** ECMA-376, part 2, § 6.5.2.2: `word/document.xml` has them in `word/_rels/document.xml.rels`. */
function relationshipsOf(part = ''): string {
	return part.replace(/[^/]*$/, '_rels/$&.rels');
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
