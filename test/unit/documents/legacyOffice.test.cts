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

describe('a compound file', () => {
	test.each([
		['WORDdocument', DOC],
		['Workbook', XLS],
		['Book', XLS],
		['PowerPoint Document', 'application/vnd.ms-powerpoint'],
		['__properties_version1.0', 'application/vnd.ms-outlook'],
		['\u4840\u3f3f\u4577', CFB],
		['MBD00/WordDocument', CFB],
	])('with the entry %s has the type %s', (name, type) => {
		expect(inspect({ [name]: empty })).toMatchObject({ type, container: CFB, isDamaged: false });
	});

	test.each([
		['WordDocument', DOC, DOC],
		['EncryptedPackage', DOC, undefined],
		['a', DOC, undefined],
		['a', undefined, CFB],
	])(
		'with the entry %j that is cut off, declared as %s, has the type %s',
		(name, declaredType, type) => {
			const bytes = makeCompoundFile({ [name]: empty });
			const expected = { type, container: CFB, isDamaged: true };
			// Without the last sector, which is the directory's end according to the FAT.
			expect(inspectLegacyOffice(bytes.subarray(0, -512), declaredType)).toMatchObject(expected);
		},
	);
});

describe('a password', () => {
	test.each([
		[DOCX_TYPE, undefined],
		['application/pdf', CFB],
		[undefined, CFB],
	])('is found in an Office Open XML file declared as %s', (declaredType, type) => {
		const expected = { type, container: CFB, isEncrypted: true, isDamaged: false };
		expect(inspect({ EncryptedPackage: empty }, declaredType)).toEqual(expected);
		// For programs that can't decrypt it
		const withStub = { EncryptedPackage: empty, WordDocument, 'Macros/PROJECT': empty };
		const facts = { ...word, ...expected, hasMacros: true };
		expect(inspect(withStub, declaredType)).toEqual(facts);
	});

	test.each([
		[4096, true],
		[100, false],
		[0, false],
	])('is found in a Word file with a text stream of %d bytes: %s', (size, isEncrypted) => {
		const stream = makeWordStream({ size: Math.max(size, 12), isEncrypted }).subarray(0, size);
		expect(inspect({ WordDocument: stream })).toEqual({ ...word, isEncrypted });
	});
});

const project = Object.fromEntries(
	Object.entries(makeVbaProject()).map(([path, stream]) => [`Macros/${path}`, stream]),
);

test.each<[string, Record<string, Buffer>, boolean]>([
	['project', { 'Macros/PROJECT': empty }, true],
	['modules', { 'x/VBA/dir': empty }, true],
	['compiled code', { 'x/y/_VBA_PROJECT': empty }, true],
	['project without code', project, false],
	['project with a form', { ...project, 'Macros/UserForm1/o': empty }, true],
	['second project', { ...project, 'x/VBA/dir': empty }, true],
	['other storages', { 'MsoDataStore/a': empty }, false],
])('macros are found by their %s', (_name, streams, hasMacros) => {
	expect(inspect({ WordDocument, ...streams })).toEqual({ ...word, hasMacros });
});

describe('active content', () => {
	const EQUATION = '02ce020000000000c000000000000046';
	const DOCX_OBJECT = '9b4c75f4f564404b8af4679732ac0607';
	/** Returns the facts of a Word file with OLE objects, by the class and the stream of each object. */
	const inspectObjects = (objects: ReadonlyArray<readonly [classId: string, stream?: Buffer]>) => {
		const streams = objects.map(([, stream = empty], index) => [
			`ObjectPool/_${index}/\x01Ole`,
			stream,
		]);
		const parts = Object.fromEntries(streams) as Record<string, Buffer>;
		const file = makeCompoundFile({ WordDocument, ...parts });
		objects.forEach(([classId], index) => {
			file.write(classId, file.indexOf(Buffer.from(`_${index}\0`, 'utf16le')) + 0x50, 'hex');
		});
		return inspectLegacyOffice(file);
	};
	const pictures = (count: number) => Array.from({ length: count }, () => [METAFILE, ole] as const);

	test.each<[string, ReadonlyArray<readonly [string, Buffer?]>, boolean]>([
		['an equation', [[EQUATION]], true],
		['an object without a class', [['0'.repeat(32)]], true],
		['an object of Word.Document.12', [[DOCX_OBJECT]], false],
		['a slide of PowerPoint 2007 or later', [['3eb48e0459202f4295e0557da96038af']], false],
		['a chart of LibreOffice', [['7fa5d00d3bcfd24fbda49442719b2a73']], false],
		['a formula of LibreOffice', [['d19cd5d26a0a364dae2047817077d57c']], false],
		['an equation after another object', [[DOCX_OBJECT], [EQUATION]], true],
		['64 static pictures', pictures(64), false],
		['65 static pictures, which take too long to check', pictures(65), true],
		['a linked picture', [[METAFILE, link]], true],
	])('is found in %s: %s', (_name, objects, hasActiveContent) => {
		expect(inspectObjects(objects)).toEqual({ ...word, hasActiveContent });
	});

	test('is found in each storage for objects', () => {
		const storages = { 'ObjectPool/a/b': empty, objectpool: empty };
		expect(inspect({ WordDocument, ...storages })?.hasActiveContent).toBe(true);
		expect(inspect({ Workbook: empty, ...storages })?.hasActiveContent).toBeUndefined();
	});
});
