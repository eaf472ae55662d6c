import { times } from 'lodash';
import { inspectZip } from '../../../nodes/CleverConnect/documents/zipFormats';
import { makeDocx, makeZip, WORD_MAIN_PARTS } from '../../../tools/samples/files.cts';
import {
	change,
	entryOf,
	faultless,
	store,
	TYPES_PART,
	typesXml,
	ZIP,
} from '../../helpers/zips.cts';

const ODT = 'application/vnd.oasis.opendocument.text';
const MANIFEST = 'META-INF/manifest.xml';
const zipped = { type: ZIP, container: ZIP, isUnchecked: false };
const untyped = { container: ZIP, isDamaged: false, isUnchecked: false };
const DOCX_TYPES = typesXml(WORD_MAIN_PARTS.docx);
const facts = { ...zipped, type: ODT, isEncrypted: false };

test.each([
	['parts of Word without content types', zipped, makeZip({ 'word/document.xml': '' })],
	['content types in a folder', zipped, makeZip({ [`a/${TYPES_PART}`]: DOCX_TYPES })],
	['other content types', untyped, makeZip({ [TYPES_PART]: typesXml('application/xml') })],
	[
		'a content type in the words of the candidate',
		untyped,
		makeZip({ [TYPES_PART]: typesXml(WORD_MAIN_PARTS.docx.replace('document', 'call.us')) }),
	],
	['no files', zipped, makeZip({})],
	['a stated type beside those of Word', faultless, makeDocx([], { mimetype: ODT })],
	['no ZIP signature', undefined, Buffer.from('PK')],
	['no directory', { container: ZIP, isDamaged: true }, makeDocx([]).subarray(0, -1)],
])('a ZIP with %s has the facts %j', (_name, expected, bytes) => {
	expect(inspectZip(bytes)).toEqual(expected);
});

test.each([
	[ODT, true],
	['application/epub+zip', true],
	['application/pdf', false],
	[`${ODT}?`, false],
	[`${ODT}-${'a'.repeat(1e6)}`, false],
	['application/vnd.oasis.opendocument.call-this-number', false],
])('an OpenDocument file has the stated type %s: %s', (type, isKnown) => {
	const expected = isKnown ? { ...facts, type } : zipped;
	expect(inspectZip(store({ mimetype: type, 'content.xml': ODT }))).toEqual(expected);
	// The standard requires this file to come first and to be uncompressed, but not every program complies.
	expect(inspectZip(makeZip({ 'a.xml': '', mimetype: `${type}\n` }))).toEqual(expected);
});

test.each([
	['an algorithm', true, '<manifest:algorithm manifest:algorithm-name="a"/>'],
	['no algorithm', false, '<manifest:file-entry manifest:full-path="/"/>'],
])(
	'an OpenDocument file that has a manifest with %s is encrypted: %s',
	(_name, isEncrypted, xml) => {
		expect(inspectZip(makeZip({ mimetype: ODT, [MANIFEST]: xml }))).toEqual({
			...facts,
			isEncrypted,
		});
	},
);

test('an OpenDocument file with a long manifest is unchecked', () => {
	const zip = makeZip({ mimetype: ODT, [MANIFEST]: '<'.repeat(600_000) });
	expect(inspectZip(zip)).toEqual({ ...zipped, type: ODT, isDamaged: false, isUnchecked: true });
});

test('an OpenDocument file whose manifest cannot be read is damaged', () => {
	const zip = store({ mimetype: ODT, [MANIFEST]: '' });
	const broken = change(zip, (copy) => copy.writeUInt16LE(12, entryOf(copy, 1) + 10));
	expect(inspectZip(broken)).toEqual({ ...zipped, type: ODT, isDamaged: true });
});

const withParts = (count: number) =>
	makeDocx([], Object.fromEntries(times(count, (index) => [`${index}`, 'a'] as const)));
const setSize = (size: number) =>
	change(makeDocx(['CV']), (copy) => copy.writeUInt32LE(size, entryOf(copy, 2) + 24));

test.each([
	['100 MB', true, setSize(100_000_000)],
	['90 MB', false, setSize(90_000_000)],
	['450 parts', true, withParts(450)],
	['300 parts', false, withParts(300)],
])('a Word file with %s is unchecked: %s', (_name, isUnchecked, bytes) => {
	expect(inspectZip(bytes)).toEqual({ ...faultless, isUnchecked });
});
