import { COMPOUND_FILE_TYPE } from './mimeType';
import { readCompoundFile, type CompoundFile } from './compoundFile';
import type { Inspection } from './inspectionResult';
import { isOfficeType } from './officeContentTypes';
import { isStaticPicture } from './oleObject';
import { isEmptyProject } from './vbaProject';

/** The top-level entries that identify formats other than Word's. */
const FORMATS: ReadonlyArray<readonly [string, string]> = [
	// [MS-XLS] § 2.1, and the stream's name in Excel 95
	['WORKBOOK', 'application/vnd.ms-excel'],
	['BOOK', 'application/vnd.ms-excel'],
	// [MS-PPT] § 2.1.2
	['POWERPOINT DOCUMENT', 'application/vnd.ms-powerpoint'],
	// [MS-OXMSG] § 2.4
	['__PROPERTIES_VERSION1.0', 'application/vnd.ms-outlook'],
	// Apache Tika, POIFSContainerDetector
	['VISIODOCUMENT', 'application/vnd.visio'],
	['MATOST', 'application/vnd.ms-works'],
	['QUILL', 'application/x-mspublisher'],
	['CONTENTS', 'application/vnd.ms-works'],
];

/** The names of a VBA project's storage ([MS-DOC] § 2.1.9) and of two entries in every project ([MS-OVBA] § 2.2). */
const MACRO_ENTRIES: ReadonlySet<string> = new Set(['MACROS', 'VBA', '_VBA_PROJECT']);

/** [MS-DOC] § 2.1.4: the storage for OLE objects. */
const OBJECTS = 'OBJECTPOOL';
/** The maximum number of OLE objects to check, apart from passive ones. A file with more counts as active. */
const MAXIMUM_PICTURES = 64;
/**
 * The classes of charts, of formulas, and of documents that a DOCX stores as packages (ECMA-376, part 1, § 15.2.11).
 */
const PASSIVE_CLASSES: ReadonlySet<string> = new Set([
	'9b4c75f4f564404b8af4679732ac0607', // Word.Document.12
	'3008020000000000c000000000000046', // Excel.Sheet.12
	'f4554fcf878f474d80bb5808164bb3f8', // PowerPoint.Show.12
	'3eb48e0459202f4295e0557da96038af', // PowerPoint.Slide.12
	'7fa5d00d3bcfd24fbda49442719b2a73', // LibreOffice.ChartDocument.1
	'd19cd5d26a0a364dae2047817077d57c', // LibreOffice.MathDocument.1
]);

/** Returns the facts found in a compound file, such as an Office 97–2003 document, or `undefined` for other files. */
export function inspectLegacyOffice(bytes: Buffer, declaredType?: string): Inspection | undefined {
	const file = readCompoundFile(bytes);
	if (!file) return undefined;
	return { container: COMPOUND_FILE_TYPE, ...inspectDirectory(file, declaredType) };
}

function inspectDirectory(file: CompoundFile, declaredType: string | undefined): Inspection {
	const hiddenType = isOfficeType(declaredType) ? undefined : COMPOUND_FILE_TYPE;
	const isDamaged = file.isCutOff;
	const word = inspectWord(file);
	// [MS-OFFCRYPTO] § 2.3.4: an encrypted Office Open XML file. The encryption also hides whether the file is a DOCX,
	// so a declared Office type is neither confirmed nor contradicted. Word 2007 can add a Word document for programs that
	// don't support encrypted packages.
	if (file.top.has('ENCRYPTEDPACKAGE')) {
		return { isDamaged, ...word, type: hiddenType, isEncrypted: true };
	}
	if (word) return word;

	const unknownType = isDamaged ? hiddenType : COMPOUND_FILE_TYPE;
	const type = FORMATS.find(([name]) => file.top.has(name))?.[1] ?? unknownType;
	return { type, isDamaged };
}

/** [MS-DOC] § 2.1.1. */
function inspectWord(file: CompoundFile): Inspection | undefined {
	const wordDocument = file.top.get('WORDDOCUMENT');
	if (!wordDocument) return undefined;
	// § 2.5.2, FibBase: `fEncrypted` is bit 0x0100 of the word at 0x0A.
	const flags = file.readStream(wordDocument, 0x0c)[0x0b] ?? 0;
	return {
		type: 'application/msword',
		hasMacros: hasMacros(file),
		isEncrypted: (flags & 0x01) !== 0,
		hasActiveContent: hasActiveObject(file),
		isDamaged: file.isCutOff,
	};
}

function hasActiveObject(file: CompoundFile): boolean {
	const objects = file
		.listChildren(file.entries.filter(({ name }) => name === OBJECTS))
		.filter(({ classId }) => !PASSIVE_CLASSES.has(classId));
	return (
		objects.length > MAXIMUM_PICTURES || objects.some((object) => !isStaticPicture(file, object))
	);
}

function hasMacros(file: CompoundFile): boolean {
	const found = file.entries.filter(({ name }) => MACRO_ENTRIES.has(name));
	const project = file.top.get('MACROS');
	// An empty project has exactly one entry with each of these names.
	const isEmpty = project && found.length === MACRO_ENTRIES.size && isEmptyProject(file, project);
	return found.length > 0 && isEmpty !== true;
}
