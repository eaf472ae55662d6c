import { unzipSync } from 'fflate';
import type { Inspection } from './inspection';
import { OFFICE_PACKAGES, WORD_PACKAGE, type OfficePackage } from './officePackage';

/** APPNOTE.TXT § 4.3.7, § 4.3.16, § 8.5.3: a first file; none at all; one part of several. */
const SIGNATURES = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'];
const MAXIMUM_ENTRIES = 4096;

/**
 * OpenDocument 1.3, part 2, § 3.3: the first file is called `mimetype` and not compressed, so that its
 * text can be found here. EPUB does the same.
 */
const STATED_TYPE =
	/^.{30}mimetype.{0,64}?(application\/(?:epub\+zip|vnd\.oasis\.opendocument\.[a-z-]+))/s;

/** Files of other packages, without which they would not be what they are. */
const MARKERS: ReadonlyArray<readonly [string, string]> = [
	['index/document.iwa', 'application/vnd.apple.pages'],
	['androidmanifest.xml', 'application/vnd.android.package-archive'],
	['meta-inf/manifest.mf', 'application/java-archive'],
];

/** What a ZIP shows by the names of its files: nothing is inflated. */
export function inspectZip(bytes: Buffer, declaredType?: string): Inspection | undefined {
	const head = bytes.toString('latin1', 0, 200);
	if (!SIGNATURES.some((signature) => head.startsWith(signature))) return undefined;
	const [, statedType] = STATED_TYPE.exec(head) ?? [];
	if (statedType !== undefined) return { type: statedType };

	const names = listNames(bytes);
	const officePackage = findOfficePackage(names);
	if (officePackage) return describePackage(officePackage, names, declaredType);
	const [, type = 'application/zip'] = MARKERS.find(([name]) => names.includes(name)) ?? [];
	return { type };
}

function findOfficePackage(names: readonly string[]): OfficePackage | undefined {
	if (!names.includes('[content_types].xml')) return undefined;
	return OFFICE_PACKAGES.find(({ folder }) => names.some((name) => name.startsWith(folder)));
}

/**
 * The names do not tell a template from a document: there the declaration is believed. A file with
 * macros is told to be of a type that may have them; as a DOCX, Word would not open it.
 */
function describePackage(
	officePackage: OfficePackage,
	names: readonly string[],
	declaredType: string | undefined,
): Inspection {
	const hasMacros = names.some((name) => /(?:^|\/)vbaproject\.bin$/.test(name));
	const types = hasMacros ? officePackage.macroTypes : officePackage.types;
	const type = types.find((candidate) => candidate === declaredType) ?? types[0];
	return { type, hasMacros: hasMacros && officePackage === WORD_PACKAGE };
}

/**
 * The names in the central directory, in one spelling: those of parts are equal without regard to case
 * (ECMA-376, part 2, § 6.2.2.3), and some programs write `\` for `/`. None where the directory is
 * broken, or longer than that of any document: what cannot be seen through is a mere ZIP.
 */
function listNames(bytes: Buffer): readonly string[] {
	const names: string[] = [];
	try {
		unzipSync(bytes, {
			filter: ({ name }) => {
				if (names.length === MAXIMUM_ENTRIES) throw new RangeError('Too many entries');
				names.push(name.toLowerCase().replace(/\\/g, '/'));
				return false;
			},
		});
	} catch {
		return [];
	}
	return names;
}
