import { checkRoot } from '../../../../nodes/CleverConnect/attachments/inspection/compoundFile';
import { isStaticPicture } from '../../../../nodes/CleverConnect/attachments/inspection/staticPicture';
import {
	BITMAP,
	link,
	makeOleObject,
	METAFILE,
	ole,
	PACKAGE,
	PAINTBRUSH,
	wmf,
} from '../../../helpers/oleObjects.cts';

const PAINT = '214be3d3759d1a108c3d00aa001a1652';
const bmp = Buffer.from('BM\x36\0\0\0');
const native = (data: Buffer) => Buffer.concat([Buffer.alloc(4), data]);
const check = (bytes: Buffer) => checkRoot(bytes, isStaticPicture);
const any = Buffer.alloc(20);

describe('a static picture is', () => {
	it.each<[string, string, Readonly<Record<string, Buffer>>]>([
		['a metafile', METAFILE, { CONTENTS: wmf, '\x01CompObj': any, '\x03ObjInfo': any }],
		['a bitmap', BITMAP, { CONTENTS: bmp }],
		['a picture as it is displayed', METAFILE, { '\x02OlePres000': any, RichEditFlags: any }],
		[
			'a Paintbrush picture',
			PAINTBRUSH,
			{ '\x01Ole10Native': native(bmp), '\x01Ole10ItemName': any, '\x03PRINT': any },
		],
		['a Paint picture', PAINT, { contents: bmp, '\x03OCXNAME': any }],
		['a picture without data', PAINTBRUSH, { contents: Buffer.alloc(0) }],
	])('%s', (_name, classId, streams) => {
		expect(check(makeOleObject(classId, streams))).toBe(true);
	});
});

describe('a static picture is not', () => {
	it.each<[string, string, Readonly<Record<string, Buffer>>]>([
		['an object of class Package', PACKAGE, { CONTENTS: wmf }],
		['an object of class Excel', '2008020000000000c000000000000046', { CONTENTS: wmf }],
		['an object without a class', '0'.repeat(32), { CONTENTS: wmf }],
		['a metafile that is a link', METAFILE, { CONTENTS: wmf, '\x01Ole': link }],
		['a metafile with a broken stream', METAFILE, { '\x01Ole': ole.subarray(0, 7) }],
		['a metafile with link data', METAFILE, { CONTENTS: wmf, '\x03LinkInfo': any }],
		['a metafile with a package', METAFILE, { CONTENTS: wmf, Package: any }],
		['a metafile with a workbook', METAFILE, { CONTENTS: wmf, Workbook: any }],
		['a metafile with macros', METAFILE, { CONTENTS: wmf, 'VBA/dir': any }],
		['a metafile with other contents', METAFILE, { CONTENTS: Buffer.from('MZ') }],
		[
			'a picture with a packed file',
			PAINTBRUSH,
			{ '\x01Ole10Native': native(Buffer.from('\x02\0')) },
		],
		['a picture with 16 streams', METAFILE, listStreams(15)],
	])('%s', (_name, classId, streams) => {
		expect(check(makeOleObject(classId, streams))).toBe(false);
	});

	it('a file without a directory, or a file that is cut off', () => {
		const file = makeOleObject(METAFILE, listStreams(14));
		expect(check(file)).toBe(true);
		expect(check(file.subarray(0, -1))).toBe(false);
		expect(check(file.subarray(0, 512))).toBe(false);
		expect(check(any)).toBe(false);
	});
});

function listStreams(count: number): Record<string, Buffer> {
	const names = Array.from({ length: count }, (_, index) => `\x02OlePres${100 + index}`);
	return Object.fromEntries(names.map((name) => [name, any])) as Record<string, Buffer>;
}
