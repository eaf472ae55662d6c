import { mapKeys } from 'lodash';
import { inspectLegacyOffice } from '../../../nodes/CleverConnect/documents/legacyOffice';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream } from '../../../tools/samples/files.cts';
import { link, METAFILE, ole } from '../../helpers/oleObjects.cts';
import { makeVbaProject } from '../../helpers/vbaProjects.cts';

const DOC = 'application/msword';
const CFB = 'application/x-cfb';
const XLS = 'application/vnd.ms-excel';
const empty = Buffer.alloc(0);
const WordDocument = makeWordStream();
const inspect = (streams: Readonly<Record<string, Buffer>>, declaredType?: string) =>
	inspectLegacyOffice(makeCompoundFile(streams), declaredType);
const word = {
	type: DOC,
	container: CFB,
	hasMacros: false,
	isEncrypted: false,
	hasActiveContent: false,
	isDamaged: false,
};

test.each([
	['WORDdocument', DOC],
	['Workbook', XLS],
	['Book', XLS],
	['PowerPoint Document', 'application/vnd.ms-powerpoint'],
	['__properties_version1.0', 'application/vnd.ms-outlook'],
	['MBD00/WordDocument', CFB],
])('a compound file with the entry %s has the type %s', (name, type) => {
	expect(inspect({ [name]: empty })).toMatchObject({ type, container: CFB, isDamaged: false });
});

test.each([
	['WordDocument', DOC],
	['a', undefined],
])('a cut-off file with the entry %j that is declared as DOC has the type %s', (name, type) => {
	// The last sector is missing. It contains the FAT, which shows where the directory ends.
	const bytes = makeCompoundFile({ [name]: empty }).subarray(0, -512);
	const expected = { type, container: CFB, isDamaged: true };
	expect(inspectLegacyOffice(bytes, DOC)).toMatchObject(expected);
});

test.each([
	[DOCX_TYPE, undefined],
	[undefined, CFB],
])('an Office Open XML file with a password, declared as %s, has the type %s', (declared, type) => {
	const expected = { type, container: CFB, isEncrypted: true, isDamaged: false };
	expect(inspect({ EncryptedPackage: empty }, declared)).toEqual(expected);
	// The Word document is for programs that can't decrypt the package.
	const withStub = { EncryptedPackage: empty, WordDocument, 'Macros/PROJECT': empty };
	expect(inspect(withStub, declared)).toEqual({ ...word, ...expected, hasMacros: true });
});

const project = mapKeys(makeVbaProject(), (_stream, path) => `Macros/${path}`);
const MACROS = { hasMacros: true };
const ACTIVE = { hasActiveContent: true };

test.each<[string, Readonly<Record<string, Buffer>>, object]>([
	['a password', { WordDocument: makeWordStream({ isEncrypted: true }) }, { isEncrypted: true }],
	['a VBA project', { 'Macros/PROJECT': empty }, MACROS],
	['VBA modules', { 'x/VBA/dir': empty }, MACROS],
	['compiled VBA code', { 'x/y/_VBA_PROJECT': empty }, MACROS],
	['a VBA project without code', project, {}],
	['a VBA project with a form', { ...project, 'Macros/UserForm1/o': empty }, MACROS],
	['a second VBA project', { ...project, 'x/VBA/dir': empty }, MACROS],
	['objects in a storage', { 'ObjectPool/a/b': empty, objectpool: empty }, ACTIVE],
])('a Word file with %s has the facts: %#', (_name, streams, facts) => {
	expect(inspect({ WordDocument, ...streams })).toEqual({ ...word, ...facts });
});

const EQUATION = '02ce020000000000c000000000000046';
const DOCX_OBJECT = '9b4c75f4f564404b8af4679732ac0607';
type OleObjects = ReadonlyArray<readonly [classId: string, stream?: Buffer]>;
const pictures = (count: number) => Array.from({ length: count }, () => [METAFILE, ole] as const);

test.each<[string, OleObjects, boolean]>([
	['an equation', [[EQUATION]], true],
	['an object of Word.Document.12', [[DOCX_OBJECT]], false],
	['a slide of PowerPoint 2007 or later', [['3eb48e0459202f4295e0557da96038af']], false],
	['a chart of LibreOffice', [['7fa5d00d3bcfd24fbda49442719b2a73']], false],
	['a formula of LibreOffice', [['d19cd5d26a0a364dae2047817077d57c']], false],
	['an equation after another object', [[DOCX_OBJECT], [EQUATION]], true],
	['64 static pictures', pictures(64), false],
	['65 static pictures, which take too long to check', pictures(65), true],
	['a linked picture', [[METAFILE, link]], true],
])('a Word file with %s has active content: %s', (_name, objects, hasActiveContent) => {
	const streams = objects.map(([, stream = empty], index) => [
		`ObjectPool/_${index}/\x01Ole`,
		stream,
	]);
	const parts = Object.fromEntries(streams) as Record<string, Buffer>;
	const file = makeCompoundFile({ WordDocument, ...parts });
	objects.forEach(([classId], index) => {
		file.write(classId, file.indexOf(Buffer.from(`_${index}\0`, 'utf16le')) + 0x50, 'hex');
	});
	expect(inspectLegacyOffice(file)).toEqual({ ...word, hasActiveContent });
});
