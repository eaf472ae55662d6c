import { inspectLegacyOffice } from '../../../../nodes/CleverConnect/attachments/inspection/legacyOffice';
import { DOCX_TYPE } from '../../../../tools/samples/exampleApplication.cts';
import { makeCompoundFile, makeWordStream } from '../../../../tools/samples/files.cts';
import { CFB, DOC, word } from '../../../helpers/compoundFiles.cts';
import { link, ole } from '../../../helpers/oleObjects.cts';
import { makeVbaProject } from '../../../helpers/vbaProjects.cts';

const PDF = 'application/pdf';
const DOCM_TYPE = 'application/vnd.ms-word.document.macroenabled.12';
const empty = Buffer.alloc(0);
const hex = (digits: string) => Buffer.from(digits, 'hex');

describe('an OLE2 file', () => {
	const streams = { WordDocument: makeWordStream(), '1Table': Buffer.alloc(5000) };

	const linkedLeft = makeCompoundFile(streams);
	const table = linkedLeft.indexOf(Buffer.from('1Table', 'utf16le'));
	// Moves the right sibling to the left side.
	linkedLeft
		.subarray(table + 0x44, table + 0x4c)
		.swap64()
		.swap32();

	const whole = makeCompoundFile({ WordDocument: makeWordStream() });
	// The first directory entry is the root.
	const endOfEntry = whole.indexOf(Buffer.from('WordDocument', 'utf16le')) + 128;

	it.each([
		['Word', makeCompoundFile(streams), DOC],
		['Word, with a tree to the left', linkedLeft, DOC],
		['Word, cut off after its entry', whole.subarray(0, endOfEntry), DOC],
		['Word, cut off in its entry', whole.subarray(0, endOfEntry - 1), CFB],
		['Word, with sectors of 4096 bytes', makeCompoundFile(streams, 4), DOC],
		['Word, in another letter case', makeCompoundFile({ WORDdocument: makeWordStream() }), DOC],
		['Word, small', makeCompoundFile({ WordDocument: makeWordStream({ size: 200 }) }), DOC],
		['Excel', makeCompoundFile({ Workbook: empty }), 'application/vnd.ms-excel'],
		['Excel 95', makeCompoundFile({ Book: empty }), 'application/vnd.ms-excel'],
		[
			'PowerPoint',
			makeCompoundFile({ 'PowerPoint Document': empty }),
			'application/vnd.ms-powerpoint',
		],
		[
			'Outlook',
			makeCompoundFile({ '__properties_version1.0': empty, '__nameid_version1.0/a': empty }),
			'application/vnd.ms-outlook',
		],
		['Visio', makeCompoundFile({ VisioDocument: empty }), 'application/vnd.visio'],
		['Works', makeCompoundFile({ MatOST: empty }), 'application/vnd.ms-works'],
		['Works 2000', makeCompoundFile({ CONTENTS: empty }), 'application/vnd.ms-works'],
		['Publisher', makeCompoundFile({ 'Quill/a': empty }), 'application/x-mspublisher'],
		['an installer', makeCompoundFile({ '\u4840\u3f3f\u4577': empty }), CFB],
		['an empty file', makeCompoundFile({}), CFB],
		[
			'Excel with a Word document in it',
			makeCompoundFile({ Workbook: empty, 'MBD00/WordDocument': makeWordStream() }),
			'application/vnd.ms-excel',
		],
		[
			'a file that only mentions Word',
			makeCompoundFile({ Other: Buffer.from('WordDocument', 'utf16le') }),
			CFB,
		],
		['only a signature', hex('d0cf11e0a1b11ae1'), CFB],
		[
			'a file that is cut off in its directory',
			makeCompoundFile({ a: empty }).subarray(0, 512 + 100),
			CFB,
		],
	])('gets its type from the top level of its directory: %s', (_name, bytes, type) => {
		expect(inspectLegacyOffice(bytes)).toMatchObject({ type, container: CFB });
	});

	it.each(['', '\xd0\xcf\x11\xe0', 'PK\x03\x04'])(
		'is not recognized in a file that begins with %j',
		(start) => {
			expect(inspectLegacyOffice(Buffer.from(start, 'latin1'))).toBeUndefined();
		},
	);
});

describe('a password', () => {
	const encrypted = makeCompoundFile({
		EncryptionInfo: empty,
		EncryptedPackage: Buffer.alloc(5000),
	});

	it.each([
		['DOCX', DOCX_TYPE, undefined],
		['XLSM', 'application/vnd.ms-excel.sheet.macroenabled.12', undefined],
		['DOCM', DOCM_TYPE, undefined],
		['PPT', 'application/vnd.ms-powerpoint', undefined],
		['XLS', 'application/vnd.ms-excel', undefined],
		['PDF', PDF, CFB],
		['DOC', DOC, undefined],
		['nothing', undefined, CFB],
	])('is found in an Office Open XML file declared as %s', (_name, declaredType, type) => {
		expect(inspectLegacyOffice(encrypted, declaredType)).toEqual({
			type,
			container: CFB,
			isEncrypted: true,
			isDamaged: false,
		});
	});

	it('is found even if the file also has a Word document for programs that cannot decrypt it', () => {
		const bytes = makeCompoundFile({ EncryptedPackage: empty, WordDocument: makeWordStream() });
		const facts = { ...word, type: undefined, isEncrypted: true };
		expect(inspectLegacyOffice(bytes, DOCX_TYPE)).toEqual(facts);
	});

	const outside = makeCompoundFile({ WordDocument: makeWordStream({ isEncrypted: true }) });
	outside.writeUInt32LE(99, outside.indexOf(Buffer.from('WordDocument', 'utf16le')) + 0x74);
	const small = (sector: number, rootSector?: number) => {
		const bytes = makeCompoundFile({
			WordDocument: makeWordStream({ size: 64, isEncrypted: true }),
		});
		const at = bytes.indexOf(Buffer.from('WordDocument', 'utf16le'));
		bytes.writeUInt32LE(sector, at + 0x74);
		if (rootSector !== undefined) {
			bytes.writeUInt32LE(rootSector, bytes.indexOf(Buffer.from('Root', 'utf16le')) + 0x74);
		}
		return bytes;
	};

	it.each([
		['is found in a protected Word file', makeWordStream({ isEncrypted: true }), true],
		['is not found in an unprotected Word file', makeWordStream(), false],
		['is found in a small text stream', makeWordStream({ isEncrypted: true, size: 100 }), true],
		['is not found in an unprotected small text stream', makeWordStream({ size: 100 }), false],
		[
			'is found in the largest small text stream',
			makeWordStream({ isEncrypted: true, size: 4095 }),
			true,
		],
		['is not found in an empty text stream', empty, false],
	])('%s', (_name, stream, isEncrypted) => {
		const before = Buffer.alloc(700);
		for (const version of [3, 4] as const) {
			const bytes = makeCompoundFile({ a: before, b: before, WordDocument: stream }, version);
			expect(inspectLegacyOffice(bytes)).toEqual({ ...word, isEncrypted });
		}
	});

	it.each([
		['whose text is outside the file', outside],
		['whose small text is outside the file', small(0x7fffffff)],
		['whose text is in an unused sector', small(20)],
		['whose root is outside the file', small(0, 0xfffffffe)],
	])('is not found in a Word file %s', (_name, bytes) => {
		expect(inspectLegacyOffice(bytes)).toEqual(word);
	});
});

describe('macros', () => {
	const wordStream = makeWordStream();
	const deleted = makeCompoundFile({ WordDocument: wordStream, 'Macros/PROJECT': empty });
	deleted.writeUInt8(0, deleted.indexOf(Buffer.from('Macros', 'utf16le')) + 0x42);

	it.each([
		['project', { 'Macros/PROJECT': empty }],
		['modules', { 'x/VBA/dir': empty }],
		['compiled code', { 'x/y/_VBA_PROJECT': empty }],
	])('are found by their %s', (_name, streams) => {
		const bytes = makeCompoundFile({ WordDocument: wordStream, ...streams });
		expect(inspectLegacyOffice(bytes)).toEqual({ ...word, hasMacros: true });
	});

	it('are found even if the file also has an encrypted package', () => {
		const streams = { EncryptedPackage: empty, WordDocument: wordStream, 'Macros/PROJECT': empty };
		expect(inspectLegacyOffice(makeCompoundFile(streams))).toEqual({
			...word,
			type: CFB,
			hasMacros: true,
			isEncrypted: true,
		});
	});

	const project = Object.fromEntries(
		Object.entries(makeVbaProject()).map(([path, stream]) => [`Macros/${path}`, stream]),
	);

	it('are not found in a project without code, unless there is another project', () => {
		const find = (streams: Readonly<Record<string, Buffer>>) =>
			inspectLegacyOffice(makeCompoundFile({ WordDocument: wordStream, ...streams }))?.hasMacros;
		expect(find(project)).toBe(false);
		expect(find({ ...project, 'Macros/UserForm1/o': empty })).toBe(true);
		expect(find({ ...project, 'x/VBA/dir': empty })).toBe(true);
	});

	it.each([
		['without macros', makeCompoundFile({ WordDocument: wordStream, 'MsoDataStore/a': empty })],
		['whose macros were deleted', deleted],
	])('are not found in a Word file %s', (_name, bytes) => {
		expect(inspectLegacyOffice(bytes)).toEqual(word);
	});
});

describe('active content', () => {
	const EQUATION = '0002ce02-0000-0000-c000-000000000046';
	/** Returns a class id as stored in the file, where the first three numbers are little-endian. */
	const writeClass = (classId: string) => {
		const bytes = hex(classId.replaceAll('-', ''));
		bytes.subarray(0, 4).swap32();
		bytes.subarray(4, 8).swap16();
		return bytes;
	};
	const withObjects = (...classIds: readonly string[]) => {
		const objects = classIds.map((_classId, index) => [`ObjectPool/_${index}/\x01Ole`, empty]);
		const file = makeCompoundFile({
			WordDocument: makeWordStream(),
			...(Object.fromEntries(objects) as Record<string, Buffer>),
		});
		classIds.forEach((classId, index) => {
			const entry = file.indexOf(Buffer.from(`_${index}\0`, 'utf16le'));
			writeClass(classId).copy(file, entry + 0x50);
		});
		return file;
	};

	it.each([
		['an equation', EQUATION],
		['a package with an arbitrary file', '0003000c-0000-0000-c000-000000000046'],
		['a link', '00000300-0000-0000-c000-000000000046'],
		['an Excel 97 spreadsheet', '00020820-0000-0000-c000-000000000046'],
		['of no class', '00000000-0000-0000-0000-000000000000'],
	])('is found in an OLE object that is %s', (_name, classId) => {
		const expected = { ...word, hasActiveContent: true };
		expect(inspectLegacyOffice(withObjects(classId))).toEqual(expected);
	});

	const withMetafiles = (streams: readonly Buffer[]) => {
		const entries = streams.map((stream, index) => [`ObjectPool/_${index}/\x01Ole`, stream]);
		const file = makeCompoundFile({
			WordDocument: makeWordStream(),
			...(Object.fromEntries(entries) as Record<string, Buffer>),
		});
		for (const index of streams.keys()) {
			const start = file.indexOf(Buffer.from(`_${index}\0`, 'utf16le'));
			writeClass('00000315-0000-0000-c000-000000000046').copy(file, start + 0x50);
		}
		return inspectLegacyOffice(file)?.hasActiveContent;
	};

	it('is not found in a static picture, but is found in a link of the same class', () => {
		expect(withMetafiles([ole])).toBe(false);
		expect(withMetafiles([link])).toBe(true);
	});

	it('is not found in 64 static pictures, but more count as active, because checking them takes time', () => {
		expect(withMetafiles(Array.from({ length: 64 }, () => ole))).toBe(false);
		expect(withMetafiles(Array.from({ length: 65 }, () => ole))).toBe(true);
	});

	const passive = [
		['Word.Document.12', 'f4754c9b-64f5-4b40-8af4-679732ac0607'],
		['Excel.Sheet.12', '00020830-0000-0000-c000-000000000046'],
		['PowerPoint.Show.12', 'cf4f55f4-8f87-4d47-80bb-5808164bb3f8'],
		['LibreOffice.ChartDocument.1', '0dd0a57f-cf3b-4fd2-bda4-9442719b2a73'],
		['LibreOffice.MathDocument.1', 'd2d59cd1-0a6a-4d36-ae20-47817077d57c'],
	] as const;

	it.each(passive)(
		'is not found in an object of the class %s, but is found in an equation beside it',
		(_name, classId) => {
			expect(inspectLegacyOffice(withObjects(classId))).toEqual(word);
			for (const objects of [
				[classId, EQUATION],
				[EQUATION, classId],
			]) {
				expect(inspectLegacyOffice(withObjects(...objects))?.hasActiveContent).toBe(true);
			}
		},
	);

	it('is found in every storage and object, even if several have the same name', () => {
		const sameObjects = withObjects(EQUATION, passive[0][1]);
		sameObjects.write('_0', sameObjects.indexOf(Buffer.from('_1\0', 'utf16le')), 'utf16le');
		const samePools = makeCompoundFile({
			WordDocument: makeWordStream(),
			'ObjectPool/a/b': empty,
			objectpool: empty,
		});
		for (const bytes of [sameObjects, samePools]) {
			expect(inspectLegacyOffice(bytes)?.hasActiveContent).toBe(true);
		}
	});

	it('is not found in a Word file without objects, nor in other files', () => {
		const none = makeCompoundFile({ WordDocument: makeWordStream(), ObjectPool: empty });
		expect(inspectLegacyOffice(none)).toEqual(word);
		const others = makeCompoundFile({ Workbook: empty, 'ObjectPool/a/b': empty });
		expect(inspectLegacyOffice(others)?.hasActiveContent).toBeUndefined();
	});
});
