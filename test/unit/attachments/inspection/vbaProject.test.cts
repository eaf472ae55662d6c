import { checkRoot } from '../../../../nodes/CleverConnect/attachments/inspection/compoundFile';
import { isEmptyProject } from '../../../../nodes/CleverConnect/attachments/inspection/vbaProject';
import { makeCompoundFile } from '../../../../tools/samples/files.cts';
import {
	ATTRIBUTES,
	compress,
	EMPTY_MODULE,
	makeCache,
	makeVbaProject,
	type VbaModule,
} from '../../../helpers/vbaProjects.cts';

const check = (bytes: Buffer) => checkRoot(bytes, isEmptyProject);
const isEmpty = (streams: Readonly<Record<string, Buffer>>) => check(makeCompoundFile(streams));
const isEmptyModule = (module: Partial<VbaModule>) =>
	isEmpty(makeVbaProject([{ ...EMPTY_MODULE, ...module }]));
const CODE = 'Sub AutoOpen()\r\nEnd Sub\r\n';

describe('a VBA project is empty if its only module', () => {
	it.each<[string, Partial<VbaModule>]>([
		['has attributes', {}],
		['has no text', { source: '' }],
		['has attributes and blank lines', { source: `${ATTRIBUTES}\r\n\r\n` }],
		['has a performance cache without code', { cache: makeCache() }],
	])('%s', (_name, module) => {
		expect(isEmptyModule(module)).toBe(true);
	});
});

describe('a module with a copied line', () => {
	const line = 'Attribute VB_A = True\r\n';
	/** Returns the line, followed by a token that copies it (§ 2.4.1.3.19). */
	const makeModule = (token: number, length = 2) => {
		const copy = Buffer.alloc(2);
		copy.writeUInt16LE(token);
		const content = Buffer.concat([
			Buffer.from(`\0${line.slice(0, 8)}\0${line.slice(8, 16)}`),
			Buffer.of(0x80),
			Buffer.from(line.slice(16)),
			copy.subarray(0, length),
		]);
		const header = Buffer.of(1, 0, 0);
		header.writeUInt16LE(0xb000 + content.length - 1, 1);
		return { ...makeVbaProject(), 'VBA/ThisDocument': Buffer.concat([header, content]) };
	};
	const bits = 5;
	const wholeLine = ((line.length - 1) << (16 - bits)) | (line.length - 3);

	it('is empty', () => {
		expect(isEmpty(makeModule(wholeLine))).toBe(true);
	});

	it.each([
		['begins before the text', makeModule(wholeLine + (1 << (16 - bits)))],
		['is a part of the line', makeModule(wholeLine - 9)],
		['is incomplete', makeModule(wholeLine, 1)],
	])('is not empty if the copy %s', (_name, streams) => {
		expect(isEmpty(streams)).toBe(false);
	});
});

describe('a VBA project is not empty if', () => {
	const stomped = makeCache(3);
	const unfinished = makeCache();
	unfinished.writeUInt32LE(5, 0x19);
	const twoTables = Buffer.concat([stomped, makeCache()]);
	twoTables.writeUInt32LE(stomped.length + 100 - 0x3c, 0x19);

	it.each<[string, Partial<VbaModule>]>([
		['its source has code', { source: ATTRIBUTES + CODE }],
		['its source has code only', { source: CODE }],
		['its source has code in the line of an attribute', { source: `Attribute VB_A = 1: ${CODE}` }],
		['its source is longer than a chunk', { source: ATTRIBUTES.repeat(40) }],
		['it has compiled code but no source', { cache: stomped }],
		['it has compiled code elsewhere', { cache: unfinished }],
		['it has compiled code in another table', { cache: twoTables }],
		['its stream has two names', { unicode: 'Other' }],
		['its cache ends early', { cache: makeCache().subarray(0, -1) }],
		['its cache has no table', { cache: Buffer.alloc(20) }],
	])('%s', (_name, module) => {
		expect(isEmptyModule(module)).toBe(false);
	});

	const project = makeVbaProject();
	const module = project['VBA/ThisDocument'] ?? Buffer.alloc(0);
	const dir = project['VBA/dir'] ?? Buffer.alloc(0);

	it.each<[string, Readonly<Record<string, Buffer>>]>([
		['a second module has code', makeVbaProject([EMPTY_MODULE, { name: 'B', source: CODE }])],
		['a module is listed twice', makeVbaProject([EMPTY_MODULE, EMPTY_MODULE])],
		['a module is not listed', { ...project, 'VBA/B': module }],
		['it has compiled code that was executed', { ...project, 'VBA/__SRP_0': Buffer.alloc(9) }],
		[
			'a module continues after the part that is read',
			{ ...project, 'VBA/ThisDocument': Buffer.concat([module], 8193) },
		],
		[
			'it has 20 more streams',
			{
				...project,
				...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`A${index}`, module])),
			},
		],
		['it has a form', { ...project, 'UserForm1/o': Buffer.alloc(9) }],
		['it has another project', { ...project, 'Macros/VBA/dir': dir }],
		['it has no modules', { PROJECT: Buffer.alloc(9) }],
		['it has no list of modules', { PROJECT: Buffer.alloc(9), 'VBA/ThisDocument': module }],
		['its list of modules is damaged', { ...project, 'VBA/dir': dir.subarray(0, -1) }],
		['a module has no content', { ...project, 'VBA/ThisDocument': Buffer.alloc(0) }],
		['a module is not compressed', { ...project, 'VBA/ThisDocument': Buffer.from(CODE) }],
		['a module is damaged', { ...project, 'VBA/ThisDocument': Buffer.from([1, 0, 0xb0, 1, 9, 9]) }],
		[
			'a copy makes a module longer than a chunk',
			{ ...project, 'VBA/ThisDocument': Buffer.from([1, 3, 0xb0, 2, 0x0a, 0xff, 0x0f]) },
		],
		['a module has two parts', { ...project, 'VBA/ThisDocument': Buffer.concat([module, module]) }],
		['it refers to another computer', makeVbaProject([EMPTY_MODULE], '*\\C\\\\files\\a.dotm')],
		[
			'it has 20 modules',
			makeVbaProject(Array.from({ length: 20 }, (_, index) => ({ name: `A${index}`, source: '' }))),
		],
	])('%s', (_name, streams) => {
		expect(isEmpty(streams)).toBe(false);
	});

	it('the list of modules gives a different start of the source', () => {
		const hidden = Buffer.concat([compress(Buffer.from(CODE)), compress(Buffer.from(ATTRIBUTES))]);
		expect(isEmptyModule({ cache: hidden })).toBe(false);
	});

	it('it is not a compound file, or is cut off', () => {
		const file = makeCompoundFile(project);
		expect(check(file)).toBe(true);
		expect(check(file.subarray(0, -1))).toBe(false);
		expect(check(Buffer.alloc(9))).toBe(false);
	});

	it('the rest of a module is in a sector that does not follow', () => {
		const file = makeCompoundFile(project);
		const miniFat = (file.readUInt32LE(0x3c) + 1) * 512;
		const entry = file.indexOf(Buffer.from('ThisDocument', 'utf16le'));
		file.writeUInt32LE(0, miniFat + file.readUInt32LE(entry + 0x74) * 4);
		expect(check(file)).toBe(false);
	});
});
