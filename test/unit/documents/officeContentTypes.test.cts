import { readContentTypes } from '../../../nodes/CleverConnect/documents/officeContentTypes';
import { parseXml } from '../../../nodes/CleverConnect/documents/xml';

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const DOCX = `${OPEN_XML}.wordprocessingml.document`;
const XLSX = `${OPEN_XML}.spreadsheetml.sheet`;
const WORD = 'application/vnd.ms-word';
const EXCEL = 'application/vnd.ms-excel';
const VBA = 'application/vnd.ms-office.vbaProject';
const override = (name: string, type: string) =>
	`<Override PartName="${name}" ContentType="${type}"/>`;
const byDefault = (extension: string, type: string) =>
	`<Default Extension="${extension}" ContentType="${type}"/>`;
const read = (xml: string, names: readonly string[] = []) =>
	readContentTypes([parseXml(Buffer.from(`<Types>${xml}</Types>`))], names);

test.each([
	[`${OPEN_XML}.presentationml.slideshow.main+xml`, `${OPEN_XML}.presentationml.slideshow`],
	[`${WORD}.template.macroEnabledTemplate.main+xml`, `${WORD}.template.macroenabled.12`],
	[`${EXCEL}.sheet.binary.macroEnabled.main`, `${EXCEL}.sheet.binary.macroenabled.12`],
	['application/vnd.ms-visio.stencil.macroEnabled.main+xml', 'application/vnd.visio'],
	['application/vnd.ms-package.xps-fixeddocumentsequence+xml', 'application/vnd.ms-xpsdocument'],
	[`${DOCX}.main+xmlx`, undefined],
	[`x${DOCX}.main+xml`, undefined],
])('the main part determines the type: %s → %s', (contentType = '', type = undefined) => {
	expect(read(override('/main.xml', contentType)).type).toBe(type);
	expect(read(byDefault('xml', contentType.toUpperCase())).type).toBe(type);
});

test('of several types, that of a Word file counts', () => {
	const types = [`${XLSX}.main+xml`, `${DOCX}.main+xml`].map((type) => override('/a.xml', type));
	expect(read(types.join('')).type).toBe(DOCX);
});

test('a part is a VBA project according to its name or content type', () => {
	const named = ['word/vbaproject.bin', 'vbaproject.bin'];
	const other = ['word/vbaproject.bin.xml', 'word/novbaproject.bin'];
	expect(read('', [...named, ...other]).vbaParts).toEqual(named);

	const types =
		override('/Word/Data', ` ${VBA.toUpperCase()}`) +
		override('/word/other', 'application/vnd.ms-word.vbaData+xml') +
		// A default applies to parts without a type of their own.
		byDefault('BIN', VBA) +
		byDefault('xml', 'application/xml') +
		override('Word/A.bin', 'application/xml');
	const { vbaParts } = read(types, ['word/a.bin', 'word/b.bin', 'bin', 'a.xml']);
	expect(vbaParts).toEqual(['word/b.bin', 'word/data']);
});
