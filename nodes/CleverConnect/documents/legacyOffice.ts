import { isCompoundFile, readCompoundFile, type CompoundFile } from './compoundFile';
import type { Inspection } from './inspection';
import { COMPOUND_FILE_TYPE } from './mimeType';
import { isStaticPicture } from './staticPicture';

/** The top-level entries that identify formats other than Word's. */
const FORMATS: ReadonlyArray<readonly [string, string]> = [
	// [MS-XLS] § 2.1, [MS-PPT] § 2.1.2, [MS-OXMSG] § 2.4
	['WORKBOOK', 'application/vnd.ms-excel'],
	['POWERPOINT DOCUMENT', 'application/vnd.ms-powerpoint'],
	['__PROPERTIES_VERSION1.0', 'application/vnd.ms-outlook'],
];
/** The names of a VBA project's storage ([MS-DOC] § 2.1.9) and of two entries in every project ([MS-OVBA] § 2.2). */
const MACRO_ENTRIES = ['MACROS', 'VBA', '_VBA_PROJECT'];
/** [MS-DOC] § 2.1.4: the storage for OLE objects. */
const OBJECTS = 'OBJECTPOOL';
/** The maximum numbers of entries at the top level, and of objects, that are read. More objects count as active. */
const MAXIMUM_TOP = 256;
const MAXIMUM_OBJECTS = 64;

/** Returns the facts found in a compound file, such as an Office 97–2003 document, or `undefined` for other files. */
export function inspectLegacyOffice(bytes: Buffer): Inspection | undefined {
	const container = COMPOUND_FILE_TYPE;
	if (!isCompoundFile(bytes)) return undefined;
	const file = readCompoundFile(bytes);
	if (!file) return { container, isDamaged: true };
	const top = new Map(
		file.listChildren([file.root], MAXIMUM_TOP).map((entry) => [entry.name, entry]),
	);
	const isDamaged = file.isCutOff;
	// [MS-OFFCRYPTO] § 2.3.4: an Office Open XML file whose encryption also hides whether it is a DOCX. A Word document can
	// be beside it, for programs that don't support the encryption.
	if (top.has('ENCRYPTEDPACKAGE')) return { container, isEncrypted: true, isDamaged };
	// [MS-DOC] § 2.1.1, § 2.5.2, FibBase: `fEncrypted` is bit 0x0100 of the word at 0x0A.
	const wordDocument = top.get('WORDDOCUMENT');
	if (wordDocument) {
		const flags = file.readStream(wordDocument, 0x0c)[0x0b] ?? 0;
		return {
			type: 'application/msword',
			container,
			hasMacros: file.entries.some(({ name }) => MACRO_ENTRIES.includes(name)),
			hasActiveContent: hasActiveObject(file),
			isEncrypted: (flags & 0x01) !== 0,
			isDamaged,
		};
	}
	const format = FORMATS.find(([name]) => top.has(name));
	return { type: format?.[1] ?? (isDamaged ? undefined : container), container, isDamaged };
}

function hasActiveObject(file: CompoundFile): boolean {
	const pools = file.entries.filter(({ name }) => name === OBJECTS);
	const objects = file.listChildren(pools, MAXIMUM_OBJECTS);
	return (
		objects.length === MAXIMUM_OBJECTS || objects.some((object) => !isStaticPicture(file, object))
	);
}
