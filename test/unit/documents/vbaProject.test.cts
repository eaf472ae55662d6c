import { checkRoot } from '../../../nodes/CleverConnect/documents/compoundFile';
import { isEmptyProject } from '../../../nodes/CleverConnect/documents/vbaProject';
import { makeCompoundFile } from '../../../tools/samples/files.cts';
import {
	ATTRIBUTES,
	compress,
	EMPTY_MODULE,
	makeCache,
	makeVbaProject,
} from '../../helpers/vbaProjects.cts';

const check = checkRoot(isEmptyProject, { rest: Infinity });
const CODE = 'Sub AutoOpen()\r\nEnd Sub\r\n';
const any = Buffer.alloc(9);

const stomped = makeCache(3);
const twoTables = Buffer.concat([stomped, makeCache()]);
twoTables.writeUInt32LE(stomped.length + 100 - 0x3c, 0x19);
const hidden = Buffer.concat([compress(Buffer.from(CODE)), compress(Buffer.from(ATTRIBUTES))]);

const project = makeVbaProject();
const listed = project['VBA/ThisDocument'] ?? any;
const dir = project['VBA/dir'] ?? any;
const file = makeCompoundFile(project);
const names = Array.from({ length: 15 }, (_, index) => `A${index}`);
const withModule = (changed: Partial<typeof EMPTY_MODULE>) =>
	makeVbaProject([{ ...EMPTY_MODULE, ...changed }]);
const ofBytes = (bytes: Buffer) => ({ ...project, 'VBA/ThisDocument': bytes });
const deleted = Buffer.alloc(8192, 'rU');

test.each<[string, boolean, Readonly<Record<string, Buffer>> | Buffer]>([
	['has attributes', true, file],
	['has no text', true, withModule({ source: '' })],
	['has a performance cache without code', true, withModule({ cache: makeCache() })],
	['has caches of code that was deleted', true, { ...project, 'VBA/__SRP_0': deleted }],
	['has code after its attributes', false, withModule({ source: ATTRIBUTES + CODE })],
	['has code in a line', false, withModule({ source: `Attribute VB_A = 1: ${CODE}` })],
	['is longer than a chunk', false, withModule({ source: ATTRIBUTES.repeat(31) })],
	['has compiled code', false, withModule({ cache: stomped })],
	['has a cache that is shifted', false, withModule({ cache: Buffer.concat([any, makeCache()]) })],
	['has compiled code in another table', false, withModule({ cache: twoTables })],
	['has source before the given start', false, withModule({ cache: hidden })],
	['has two names', false, withModule({ unicode: 'Other' })],
	['has other caches', false, { ...project, 'VBA/__SRP': deleted }],
	['is not listed', false, { ...project, 'VBA/B': listed }],
	['has a cache that is too long', false, { ...project, 'VBA/__SRP_0': Buffer.alloc(8193) }],
	['has no content', false, ofBytes(Buffer.alloc(0))],
	['copies what is not there', false, ofBytes(Buffer.of(1, 2, 0xb0, 1, 0, 0))],
	['copies more than a chunk', false, ofBytes(Buffer.of(1, 3, 0xb0, 2, 10, 0xff, 15))],
	['has an unknown signature', false, ofBytes(Buffer.concat([Buffer.of(2), listed.subarray(1)]))],
	['has an incomplete copy', false, ofBytes(Buffer.of(1, 1, 0xb0, 1, 0))],
	['has two parts', false, ofBytes(Buffer.concat([listed, Buffer.from(' ')]))],
	['is listed twice', false, makeVbaProject([EMPTY_MODULE, EMPTY_MODULE])],
	['is followed by code', false, makeVbaProject([EMPTY_MODULE, { name: 'B', source: CODE }])],
	['is one of 15', false, makeVbaProject(names.map((name) => ({ name, source: '' })))],
	['is beside a form', false, { ...project, 'UserForm1/o': any }],
	['is beside another project', false, { ...project, 'vba/dir': dir }],
	['is missing', false, { PROJECT: any }],
	['is in a damaged list', false, { ...project, 'VBA/dir': dir.subarray(0, -1) }],
	['has no offset', false, { 'VBA/dir': compress(Buffer.of(0x31, 0, 0, 0, 0, 0)) }],
	['refers to another computer', false, makeVbaProject([EMPTY_MODULE], '*\\C\\\0\\\0a\\b.dotm')],
	['is cut off', false, file.subarray(0, 512)],
])('a VBA project whose module %s is empty: %s', (_name, expected, streams) => {
	expect(check(Buffer.isBuffer(streams) ? streams : makeCompoundFile(streams))).toBe(expected);
});
