import { times } from 'lodash';
import { readCompoundFile } from '../../../nodes/CleverConnect/documents/compoundFile';
import { isStaticPicture } from '../../../nodes/CleverConnect/documents/staticPicture';
import { link, makeOleObject, METAFILE, ole, wmf } from '../../helpers/oleObjects.cts';

const PAINTBRUSH = '0a00030000000000c000000000000046';
const bmp = Buffer.from('BM\x36\0\0\0');
const native = (data: Buffer) => Buffer.concat([Buffer.alloc(4), data]);
const any = Buffer.alloc(20);
const check = (object: Buffer) => {
	const file = readCompoundFile(object);
	return file && isStaticPicture(file, file.root);
};
const listPictures = (count: number) =>
	Object.fromEntries(times(count, (index) => [`\x02OlePres${100 + index}`, any] as const));

test.each<[name: string, expected: boolean, classId: string, Record<string, Buffer>]>([
	['a metafile', true, METAFILE, { CONTENTS: wmf, '\x01CompObj': any, '\x03ObjInfo': any }],
	['a bitmap', true, METAFILE.replace('15', '16'), { CONTENTS: bmp }],
	['a displayed picture', true, METAFILE, { ...listPictures(13), RichEditFlags: any }],
	['a Paintbrush picture', true, PAINTBRUSH, { '\x01Ole10Native': native(bmp), '\x03PRINT': any }],
	['a picture without data', true, PAINTBRUSH, { contents: Buffer.alloc(0) }],
	['an object without a class', false, '0'.repeat(32), { CONTENTS: wmf }],
	['a link', false, METAFILE, { CONTENTS: wmf, '\x01Ole': link }],
	['an object with a broken stream', false, METAFILE, { '\x01Ole': ole.subarray(0, 7) }],
	['an object with link data', false, METAFILE, { CONTENTS: wmf, '\x03ObjInfo1': any }],
	['an object with macros', false, METAFILE, { CONTENTS: wmf, 'VBA/dir': any }],
	['a metafile with the contents of a program', false, METAFILE, { CONTENTS: Buffer.from('MZ') }],
	['a packed file', false, PAINTBRUSH, { '\x01Ole10Native': native(Buffer.from('MZBM')) }],
	['a picture with 16 streams', false, METAFILE, listPictures(15)],
])('%s is a static picture: %s', (_name, expected, classId, streams) => {
	expect(check(makeOleObject(classId, streams))).toBe(expected);
});
