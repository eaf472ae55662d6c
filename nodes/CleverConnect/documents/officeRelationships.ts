import type { XmlElement, XmlPart } from './xml';

/** The last segment of a relationship's type. The kinds named here are the same in transitional and strict files. */
const KIND = /\/([a-z]+)$/;
/** ECMA-376, part 1, § 11.3.1 and § 15.2.9: imported content and ActiveX controls. */
const ACTIVE: ReadonlySet<string | undefined> = new Set(['afchunk', 'control']);
/** Matches part names (ECMA-376, part 2, § 6.2.2) without special characters, which programs rarely use. */
const PART_NAME = /^(?:[\w-]+\/)*[\w-]+\.\w+$/;
/**
 * The kinds of targets that may be external, because Word opens a link only on request, and doesn't run code in an
 * image.
 */
const HARMLESS: ReadonlySet<string | undefined> = new Set(['hyperlink', 'image']);

/**
 * A character in the name of a folder or file. Control characters, separators, and the beginnings of most
 * percent-encoded ones (RFC 3986 § 2.1) are excluded, even if they are encoded twice or in an invalid way.
 */
const PLAIN = '(?:(?!%(?:[01u]|2[5f]|3[af]|5c|c[01]))[^\\p{C}:/?])';
/**
 * Matches targets on the author's computer or network, where templates are often stored. Any other target counts as
 * remote, because programs differ in how they read and decode targets.
 */
const LOCAL = new RegExp(
	[
		// A drive (RFC 8089, appendix E.2)
		'(?:file:/*)?[a-z][:|](?:/.*)?',
		// A server without a domain (appendix E.3). A number, even `0x7f000001`, is an IP address.
		'(?:file:)?//+(?!0\\D)(?=[^/]*\\p{L})(?:[\\p{L}\\d _-]|%20)+(?:/.*)?',
		// A relative path, or an absolute path without a server
		`(?:file:)?(?:/?${PLAIN}+(?:/.*)?)?`,
		// A path on a Mac volume, such as `Macintosh HD:Users:camille`
		'\\w+(?:(?: |%20)\\w[^:/|]*:|:(?:users|applications|library):).*',
	]
		.map((path) => `^${path}$`)
		.join('|'),
	'isu',
);

/** Returns the facts found in the relationships of a Word file (ECMA-376, part 2, § 6.5). */
export function readRelationships(documents: readonly XmlPart[]) {
	const relationships = documents.flatMap(({ name, listElements }) => {
		// § 6.5.2.2: `word/_rels/document.xml.rels` belongs to `word/document.xml`.
		const folder = name.replace(/_rels\/[^/]*$/, '');
		return listElements('Relationship').map((element) => readRelationship(element, folder));
	});
	const listParts = (isWanted: (relationship: Relationship) => boolean) =>
		relationships.filter(isWanted).map(({ part }) => part);
	return {
		/** [MS-OFFMACRO2] § 2.1.1.2. */
		vbaParts: listParts(({ kind }) => kind === 'vbaproject'),
		/** ECMA-376, part 1, § 15.2.10. */
		oleParts: listParts(({ kind, isExternal }) => kind === 'oleobject' && !isExternal),
		/**
		 * Whether there is embedded imported content, an embedded ActiveX control, or a remote target of a kind that isn't
		 * harmless, or a relationship part has a DTD, which OPC forbids (part 2, § 7.1.4).
		 */
		hasActiveContent:
			documents.some(({ hasDoctype }) => hasDoctype) || relationships.some(isActive),
		isBroken: documents.some(({ isBroken }) => isBroken),
	};
}

type Relationship = ReturnType<typeof readRelationship>;

function readRelationship(element: XmlElement, folder: string) {
	const target = element.get('Target');
	const name = target.startsWith('/') ? target.slice(1) : folder + target;
	return {
		kind: KIND.exec(element.get('Type'))?.[1],
		target,
		isExternal: element.get('TargetMode') === 'external',
		/** The lowercase name of the target, or `undefined` if the target might not be a part. */
		part: PART_NAME.test(name) ? name : undefined,
	};
}

function isActive({ kind, target, isExternal }: Relationship): boolean {
	if (!isExternal) return ACTIVE.has(kind);
	return !HARMLESS.has(kind) && !LOCAL.test(target.replaceAll('\\', '/'));
}
