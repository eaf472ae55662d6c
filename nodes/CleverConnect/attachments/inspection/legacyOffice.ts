import { readCompoundFile, type CompoundFile, type DirectoryEntry } from './compoundFile';
import type { Inspection } from './inspection';
import { isOfficePackageType } from './officePackage';

/** What `file-type` calls a compound file of whatever format. */
const UNKNOWN_FORMAT = 'application/x-cfb';

/** The streams at the top of the directory, by which the formats are told. */
const FORMATS: ReadonlyArray<readonly [string, string]> = [
	// [MS-XLS] § 2.1, and what it was called in Excel 95
	['WORKBOOK', 'application/vnd.ms-excel'],
	['BOOK', 'application/vnd.ms-excel'],
	// [MS-PPT] § 2.1.2
	['POWERPOINT DOCUMENT', 'application/vnd.ms-powerpoint'],
	// [MS-OXMSG] § 2.4
	['__PROPERTIES_VERSION1.0', 'application/vnd.ms-outlook'],
];

/** [MS-OVBA] § 2.2: the storage of a project (as [MS-DOC] § 2.1.9 calls it), and what is in it. */
const MACRO_ENTRIES: ReadonlySet<string> = new Set(['MACROS', 'VBA', '_VBA_PROJECT']);

/** What a file of Office 97 to 2003 shows by its directory. */
export function inspectLegacyOffice(bytes: Buffer, declaredType?: string): Inspection | undefined {
	const file = readCompoundFile(bytes);
	if (!file) return undefined;

	// [MS-DOC] § 2.1.1
	const wordDocument = file.top.get('WORDDOCUMENT');
	if (wordDocument) {
		return {
			type: 'application/msword',
			hasMacros: file.entries.some(({ name }) => MACRO_ENTRIES.has(name)),
			isEncrypted: isEncryptedWord(bytes, file, wordDocument),
		};
	}

	if (file.top.has('ENCRYPTEDPACKAGE')) {
		// [MS-OFFCRYPTO] § 2.3.4: an Office Open XML file behind a password, which hides as well whether
		// it is a DOCX or another of them. So a declared one is neither proven nor disproven.
		const type = isOfficePackageType(declaredType) ? undefined : UNKNOWN_FORMAT;
		return { type, isEncrypted: true };
	}

	const [, type = UNKNOWN_FORMAT] = FORMATS.find(([name]) => file.top.has(name)) ?? [];
	return { type };
}

/** [MS-DOC] § 2.5.2, FibBase: `fEncrypted` is bit 0x0100 of the word at 0x0A. */
function isEncryptedWord(bytes: Buffer, file: CompoundFile, wordDocument: DirectoryEntry): boolean {
	const start = file.locateStream(wordDocument);
	const flags = bytes[start + 0x0b] ?? 0;
	return (flags & 0x01) !== 0;
}
