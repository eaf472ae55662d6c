import { inspectLegacyOffice } from '../../../nodes/CleverConnect/documents/legacyOffice';
import { makeCompoundFile, makeWordStream } from '../../../tools/samples/files.cts';
import { link, METAFILE, ole } from '../../helpers/oleObjects.cts';

const DOC = 'application/msword';
const CFB = 'application/x-cfb';
const XLS = 'application/vnd.ms-excel';
const empty = Buffer.alloc(0);
const WordDocument = makeWordStream();
const inspect = (streams: Readonly<Record<string, Buffer>>) =>
	inspectLegacyOffice(makeCompoundFile(streams));
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
	['PowerPoint Document', 'application/vnd.ms-powerpoint'],
	['__properties_version1.0', 'application/vnd.ms-outlook'],
	['MBD00/WordDocument', CFB],
])('a compound file with the entry %s has the type %s', (name, type) => {
	expect(inspect({ [name]: empty })).toMatchObject({ type, container: CFB, isDamaged: false });
});

test.each([
	['WordDocument', DOC],
	['a', undefined],
])('a cut-off file with the entry %j has the type %s', (name, type) => {
	// The last sector of the FAT is missing, so the directory could continue.
	const bytes = makeCompoundFile({ [name]: empty }).subarray(0, -512);
	const expected = { type, container: CFB, isDamaged: true };
	expect(inspectLegacyOffice(bytes)).toMatchObject(expected);
});

test('an Office Open XML file with a password is encrypted, and has no type', () => {
	const expected = { container: CFB, isEncrypted: true, isDamaged: false };
	expect(inspect({ EncryptedPackage: empty })).toEqual(expected);
	// The Word document is for programs that can't decrypt the package.
	expect(inspect({ EncryptedPackage: empty, WordDocument })).toEqual(expected);
});

test('a compound file that is cut off before its directory is damaged', () => {
	const bytes = makeCompoundFile({ WordDocument }).subarray(0, 512);
	expect(inspectLegacyOffice(bytes)).toEqual({ container: CFB, isDamaged: true });
	expect(inspectLegacyOffice(Buffer.from('PK'))).toBeUndefined();
});

const MACROS = { hasMacros: true };
const ACTIVE = { hasActiveContent: true };

test.each<[string, object, Readonly<Record<string, Buffer>>]>([
	['a password', { isEncrypted: true }, { WordDocument: makeWordStream({ isEncrypted: true }) }],
	['a VBA project', MACROS, { 'Macros/PROJECT': empty }],
	['VBA modules', MACROS, { 'x/VBA/dir': empty }],
	['compiled VBA code', MACROS, { 'x/y/_VBA_PROJECT': empty }],
	['objects in a storage', ACTIVE, { 'ObjectPool/a/b': empty, objectpool: empty }],
])('a Word file with %s has the facts %j', (_name, facts, streams) => {
	expect(inspect({ WordDocument, ...streams })).toEqual({ ...word, ...facts });
});

const EQUATION = '02ce020000000000c000000000000046';
const pictures = (count: number) => Array.from({ length: count }, () => [METAFILE, ole] as const);

test.each<[string, boolean, ReadonlyArray<readonly [classId: string, stream?: Buffer]>]>([
	['an equation', true, [[EQUATION]]],
	['63 static pictures', false, pictures(63)],
	['64 static pictures', true, pictures(64)],
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
