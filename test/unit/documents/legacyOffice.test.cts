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
	// The last sector of the FAT is missing, so the directory could continue.
	const bytes = makeCompoundFile({ [name]: empty }).subarray(0, -512);
	const expected = { type, container: CFB, isDamaged: true };
	expect(inspectLegacyOffice(bytes, DOC)).toMatchObject(expected);
});

test.each([
	[DOCX_TYPE, undefined],
	[undefined, CFB],
	['application/vnd.google-apps.document', CFB],
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

test.each<[string, object, Readonly<Record<string, Buffer>>]>([
	['a password', { isEncrypted: true }, { WordDocument: makeWordStream({ isEncrypted: true }) }],
	['a VBA project', MACROS, { 'Macros/PROJECT': empty }],
	['VBA modules', MACROS, { 'x/VBA/dir': empty }],
	['compiled VBA code', MACROS, { 'x/y/_VBA_PROJECT': empty }],
	['a VBA project without code', {}, project],
	['a VBA project with a form', MACROS, { ...project, 'Macros/UserForm1/o': empty }],
	['a second VBA project', MACROS, { ...project, 'x/VBA/dir': empty }],
	['objects in a storage', ACTIVE, { 'ObjectPool/a/b': empty, objectpool: empty }],
])('a Word file with %s has the facts %j', (_name, facts, streams) => {
	expect(inspect({ WordDocument, ...streams })).toEqual({ ...word, ...facts });
});

const EQUATION = '02ce020000000000c000000000000046';
const DOCX_OBJECT = '9b4c75f4f564404b8af4679732ac0607';
const pictures = (count: number) => Array.from({ length: count }, () => [METAFILE, ole] as const);

test.each<[string, boolean, ReadonlyArray<readonly [classId: string, stream?: Buffer]>]>([
	['an equation', true, [[EQUATION]]],
	['an object of Word.Document.12', false, [[DOCX_OBJECT]]],
	['a slide of PowerPoint 2007 or later', false, [['3eb48e0459202f4295e0557da96038af']]],
	['a chart of LibreOffice', false, [['7fa5d00d3bcfd24fbda49442719b2a73']]],
	['a formula of LibreOffice', false, [['d19cd5d26a0a364dae2047817077d57c']]],
	['an equation after another object', true, [[DOCX_OBJECT], [EQUATION]]],
	['64 static pictures', false, pictures(64)],
	['65 static pictures', true, pictures(65)],
	['a linked picture', true, [[METAFILE, link]]],
])('a Word file with %s has active content: %s', (_name, hasActiveContent, objects) => {
	const streams: Record<string, Buffer> = { WordDocument };
	for (const [index, [, stream = empty]] of objects.entries()) {
		streams[`ObjectPool/_${index}/\x01Ole`] = stream;
	}
	const file = makeCompoundFile(streams);
	objects.forEach(([classId], index) => {
		file.write(classId, file.indexOf(Buffer.from(`_${index}\0`, 'utf16le')) + 0x50, 'hex');
	});
	expect(inspectLegacyOffice(file)).toEqual({ ...word, hasActiveContent });
});
