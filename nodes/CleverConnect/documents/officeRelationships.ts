import { parseXml, type XmlElement } from './xml';
import type { ZipPart } from './zipFile';

/** The facts found in the relationships of a Word file (ECMA-376, part 2, § 6.5). */
export interface Relationships {
	/** The lowercase names of the parts that are VBA projects. `undefined` stands for a target that might not be a part. */
	readonly vbaParts: ReadonlyArray<string | undefined>;
	/** The names of the parts that are declared as OLE objects. */
	readonly oleParts: ReadonlyArray<string | undefined>;
	/** Whether a target that isn't a VBA project or an OLE object is loaded or run when the file is opened. */
	readonly hasActiveContent: boolean;
	/** Whether a part with relationships has markup that XML doesn't allow. */
	readonly isBroken: boolean;
}

/** The last segment of a relationship's type, which is the same in transitional and strict files. */
const KIND = /\/([a-z]+)$/;
/** ECMA-376, part 1, § 11.3.10. */
const MAIN_PART = 'officedocument';
/** [MS-OFFMACRO2] § 2.2.1.6. */
const MACROS = 'vbaproject';
/** ECMA-376, part 1, § 15.2.10. */
const OLE_OBJECT = 'oleobject';
/** ECMA-376, part 1, § 11.3.1 and § 15.2.1: imported content and ActiveX controls. */
const ACTIVE: ReadonlySet<string> = new Set(['afchunk', 'control']);
/** Matches part names of the kind that all programs use (ECMA-376, part 2, § 6.2.2). */
const PART_NAME = /^(?:[\w-]+\/)*[\w-]+\.\w+$/;
/** Targets that can be external. Word opens a link only when someone clicks it, and an image can't run code. */
const HARMLESS: ReadonlySet<string> = new Set(['hyperlink', 'image']);

/** A character in a folder's name that isn't a separator and doesn't begin a percent-encoded one (RFC 3986 § 2.1). */
const PLAIN = '(?:(?!%(?:[01u]|2[5f]|3[af]|5c|c[01]))[^\\p{C}:/?])';
/**
 * Matches targets on the author's computer or network, where templates often are. Any other target counts as remote,
 * because programs differ in how they read and decode targets.
 */
const LOCAL = new RegExp(
	[
		// A drive (RFC 8089, appendix E.2)
		'(?:file:/*)?[a-z][:|](?:/.*)?',
		// A server without a domain (appendix E.3). A number, even `0x7f000001`, is an IP address.
		'(?:file:)?//+(?!0\\D)(?=[^/]*\\p{L})(?:[\\p{L}\\d _-]|%20)+(?:/.*)?',
		// Another path
		`(?:file:)?(?:/?${PLAIN}+(?:/.*)?)?`,
		// A path on a Mac volume, such as `Macintosh HD:Users:camille`
		'\\w+(?:(?: |%20)\\w[^:/|]*:|:(?:users|applications|library):).*',
	]
		.map((path) => `^${path}$`)
		.join('|'),
	'isu',
);

interface Relationship {
	/** The lowercase name of the target, if it is a part. */
	readonly part: string | undefined;
	/** The last segment of the relationship's type, in lowercase. */
	readonly kind: string;
	/** The target of an external relationship. The targets of other relationships are parts of the package. */
	readonly externalTarget: string | undefined;
}

/** Returns the facts found in a package's relationships. */
export function readRelationships(parts: readonly ZipPart[]): Relationships {
	const documents = parts.map(({ name, content }) => ({ name, ...parseXml(content) }));
	// OPC forbids document type declarations (ECMA-376, part 2, § 7.1.4).
	const hasDtd = documents.some(({ hasDoctype }) => hasDoctype);
	const relationships = documents.flatMap(({ name, listElements }) => {
		// ECMA-376, part 2, § 6.5.2.2: `word/_rels/document.xml.rels` belongs to `word/document.xml`.
		const folder = name.replace(/_rels\/[^/]*$/, '');
		return listElements('Relationship').map((element) => readRelationship(element, folder));
	});
	const listParts = (wanted: (relationship: Relationship) => boolean) =>
		relationships.filter(wanted).map(({ part }) => part);
	return {
		vbaParts: listParts(({ kind }) => kind === MACROS),
		oleParts: listParts(
			({ kind, externalTarget }) => kind === OLE_OBJECT && externalTarget === undefined,
		),
		hasActiveContent: hasDtd || relationships.some(isActive),
		isBroken: documents.some(({ isBroken }) => isBroken),
	};
}

/** Returns the lowercase name of a package's main part, which is a target in `_rels/.rels` (§ 6.5.3). */
export function findMainPart(parts: readonly ZipPart[]): string | undefined {
	return parts
		.flatMap(({ content }) => parseXml(content).listElements('Relationship'))
		.find((element) => readKind(element) === MAIN_PART)
		?.get('Target')
		.replace(/^\/+/, '');
}

function readRelationship(element: XmlElement, folder: string): Relationship {
	const target = element.get('Target');
	const name = target.startsWith('/') ? target.slice(1) : folder + target;
	return {
		kind: readKind(element),
		part: PART_NAME.test(name) ? name : undefined,
		externalTarget: element.get('TargetMode') === 'external' ? target : undefined,
	};
}

function readKind(element: XmlElement): string {
	return KIND.exec(element.get('Type'))?.[1] ?? '';
}

function isActive({ kind, externalTarget }: Relationship): boolean {
	if (externalTarget === undefined) return ACTIVE.has(kind);
	return !HARMLESS.has(kind) && !LOCAL.test(externalTarget.replaceAll('\\', '/'));
}
