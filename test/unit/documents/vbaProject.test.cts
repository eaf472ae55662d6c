import { checkRoot } from '../../../nodes/CleverConnect/documents/compoundFile';
import { isEmptyProject } from '../../../nodes/CleverConnect/documents/vbaProject';
import { makeCompoundFile } from '../../../tools/samples/files.cts';
import {
	ATTRIBUTES,
	compress,
	EMPTY_MODULE,
	makeCache,
	makeVbaProject,
	type VbaModule,
} from '../../helpers/vbaProjects.cts';

const check = checkRoot(isEmptyProject);
const isEmpty = (streams: Readonly<Record<string, Buffer>>) => check(makeCompoundFile(streams));
const CODE = 'Sub AutoOpen()\r\nEnd Sub\r\n';
const any = Buffer.alloc(9);

const stomped = makeCache(3);
const unfinished = makeCache();
unfinished.writeUInt32LE(5, 0x19);
const twoTables = Buffer.concat([stomped, makeCache()]);
twoTables.writeUInt32LE(stomped.length + 100 - 0x3c, 0x19);
const hidden = Buffer.concat([compress(Buffer.from(CODE)), compress(Buffer.from(ATTRIBUTES))]);

test.each<[string, boolean, Partial<VbaModule>]>([
	['has attributes', true, {}],
	['has no text', true, { source: '' }],
	['has a performance cache without code', true, { cache: makeCache() }],
	['has no code after its attributes', false, { source: ATTRIBUTES + CODE }],
	['has no code in the line of an attribute', false, { source: `Attribute VB_A = 1: ${CODE}` }],
	['is not longer than a chunk', false, { source: ATTRIBUTES.repeat(40) }],
	['has no compiled code', false, { cache: stomped }],
	['has no compiled code elsewhere', false, { cache: unfinished }],
	['has no compiled code in another table', false, { cache: twoTables }],
	['has no source before the given start', false, { cache: hidden }],
	['has one name', false, { unicode: 'Other' }],
	['has a whole cache', false, { cache: makeCache().subarray(0, -1) }],
	['has a table in its cache', false, { cache: Buffer.alloc(20) }],
])('a VBA project is empty if its only module %s: %s', (_name, expected, module) => {
	expect(isEmpty(makeVbaProject([{ ...EMPTY_MODULE, ...module }]))).toBe(expected);
});

const line = 'Attribute VB_A = True\r\n';
/** Returns the line, followed by a token that copies it (§ 2.4.1.3.19). */
const makeModule = (token: number, length = 2) => {
	const copy = Buffer.from(Uint16Array.of(token).buffer).subarray(0, length);
	const content = Buffer.concat([
		Buffer.from(`\0${line.slice(0, 8)}\0${line.slice(8, 16)}`),
		Buffer.of(0x80),
		Buffer.from(line.slice(16)),
		copy,
	]);
	const header = Buffer.of(1, content.length - 1, 0xb0);
	return { ...makeVbaProject(), 'VBA/ThisDocument': Buffer.concat([header, content]) };
};
const bits = 5;
const wholeLine = ((line.length - 1) << (16 - bits)) | (line.length - 3);

test.each([
	['is the whole line', true, makeModule(wholeLine)],
	['begins before the text', false, makeModule(wholeLine + (1 << (16 - bits)))],
	['is a part of the line', false, makeModule(wholeLine - 9)],
	['is incomplete', false, makeModule(wholeLine, 1)],
])('a module that copies a line is empty if the copy %s: %s', (_name, expected, streams) => {
	expect(isEmpty(streams)).toBe(expected);
});

describe('a VBA project is not empty if', () => {
	const project = makeVbaProject();
	const module = project['VBA/ThisDocument'] ?? any;
	const dir = project['VBA/dir'] ?? any;
	const withModule = (bytes: Buffer) => ({ ...project, 'VBA/ThisDocument': bytes });
	const many = Array.from({ length: 20 }, (_, index) => `A${index}`);

	test.each<[string, Readonly<Record<string, Buffer>>]>([
		['a second module has code', makeVbaProject([EMPTY_MODULE, { name: 'B', source: CODE }])],
		['a module is listed twice', makeVbaProject([EMPTY_MODULE, EMPTY_MODULE])],
		['a module is not listed', { ...project, 'VBA/B': module }],
		['it has compiled code that was executed', { ...project, 'VBA/__SRP_0': any }],
		['a module continues after the part that is read', withModule(Buffer.concat([module], 8193))],
		[
			'it has 20 more streams',
			{ ...project, ...Object.fromEntries(many.map((name) => [name, module])) },
		],
		['it has 20 modules', makeVbaProject(many.map((name) => ({ name, source: '' })))],
		['it has a form', { ...project, 'UserForm1/o': any }],
		['it has another project', { ...project, 'Macros/VBA/dir': dir }],
		['it has no modules', { PROJECT: any }],
		['its list of modules is damaged', { ...project, 'VBA/dir': dir.subarray(0, -1) }],
		['a module has no content', withModule(Buffer.alloc(0))],
		['a module is damaged', withModule(Buffer.of(1, 0, 0xb0, 1, 9, 9))],
		['a copy is longer than a chunk', withModule(Buffer.of(1, 3, 0xb0, 2, 0x0a, 0xff, 0x0f))],
		['a module has two parts', withModule(Buffer.concat([module, module]))],
		['it refers to another computer', makeVbaProject([EMPTY_MODULE], '*\\C\\\\files\\a.dotm')],
	])('%s', (_name, streams) => {
		expect(isEmpty(streams)).toBe(false);
	});

	test('it is not a compound file, or is cut off', () => {
		const file = makeCompoundFile(project);
		expect(check(file)).toBe(true);
		expect(check(file.subarray(0, -1))).toBe(false);
		expect(check(file.subarray(0, 512))).toBe(false);
		expect(check(any)).toBe(false);
	});

	test('the rest of a module is in a sector that does not follow', () => {
		const file = makeCompoundFile(project);
		const miniFat = (file.readUInt32LE(0x3c) + 1) * 512;
		const entry = file.indexOf(Buffer.from('ThisDocument', 'utf16le'));
		file.writeUInt32LE(0, miniFat + file.readUInt32LE(entry + 0x74) * 4);
		expect(check(file)).toBe(false);
	});
});
