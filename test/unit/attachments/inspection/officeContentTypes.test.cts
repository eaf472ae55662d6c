import { readContentTypes } from '../../../../nodes/CleverConnect/attachments/inspection/officeContentTypes';

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const DOCX_MAIN = `${OPEN_XML}.wordprocessingml.document.main+xml`;
const XLSX_MAIN = `${OPEN_XML}.spreadsheetml.sheet.main+xml`;
const CHART = `${OPEN_XML}.drawingml.chart+xml`;
const VBA = 'application/vnd.ms-office.vbaProject';
const override = (name: string, type: string) =>
	`<Override PartName="${name}" ContentType="${type}"/>`;
const byDefault = (extension: string, type: string) =>
	`<Default Extension="${extension}" ContentType="${type}"/>`;
const read = (xml: string, names: readonly string[] = [], mainPart?: string) =>
	readContentTypes([Buffer.from(`<Types>${xml}</Types>`)], names, mainPart);

describe('the main part', () => {
	it.each([
		[DOCX_MAIN, `${OPEN_XML}.wordprocessingml.document`],
		[`${OPEN_XML}.wordprocessingml.template.main+xml`, `${OPEN_XML}.wordprocessingml.template`],
		[
			'application/vnd.ms-word.document.macroEnabled.main+xml',
			'application/vnd.ms-word.document.macroenabled.12',
		],
		[
			'application/vnd.ms-word.template.macroEnabledTemplate.main+xml',
			'application/vnd.ms-word.template.macroenabled.12',
		],
		[XLSX_MAIN, `${OPEN_XML}.spreadsheetml.sheet`],
		[`${OPEN_XML}.spreadsheetml.template.main+xml`, `${OPEN_XML}.spreadsheetml.template`],
		[
			'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
			'application/vnd.ms-excel.sheet.macroenabled.12',
		],
		[
			'application/vnd.ms-excel.template.macroEnabled.main+xml',
			'application/vnd.ms-excel.template.macroenabled.12',
		],
		[
			'application/vnd.ms-excel.addin.macroEnabled.main+xml',
			'application/vnd.ms-excel.addin.macroenabled.12',
		],
		[
			'application/vnd.ms-excel.sheet.binary.macroEnabled.main',
			'application/vnd.ms-excel.sheet.binary.macroenabled.12',
		],
		[`${OPEN_XML}.presentationml.presentation.main+xml`, `${OPEN_XML}.presentationml.presentation`],
		[`${OPEN_XML}.presentationml.template.main+xml`, `${OPEN_XML}.presentationml.template`],
		[`${OPEN_XML}.presentationml.slideshow.main+xml`, `${OPEN_XML}.presentationml.slideshow`],
		[
			'application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml',
			'application/vnd.ms-powerpoint.presentation.macroenabled.12',
		],
		[
			'application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml',
			'application/vnd.ms-powerpoint.slideshow.macroenabled.12',
		],
		['application/vnd.ms-visio.drawing.main+xml', 'application/vnd.visio'],
		['application/vnd.ms-visio.stencil.macroEnabled.main+xml', 'application/vnd.visio'],
		['application/vnd.ms-package.xps-fixeddocumentsequence+xml', 'application/vnd.ms-xpsdocument'],
	])('with the content type %s gives the file the type %s', (contentType, type) => {
		const expected = { type, vbaParts: [] };
		expect(read(override('/main.xml', contentType))).toMatchObject(expected);
		expect(read(byDefault('xml', contentType.toUpperCase()))).toMatchObject(expected);
	});

	it("determines the file's type even if there are other parts", () => {
		const others = [
			override('/a.xml', 'application/xml'),
			override('/b.xml', `${OPEN_XML}.wordprocessingml.styles+xml`),
			byDefault('docx', `${OPEN_XML}.wordprocessingml.document`),
			'<Override PartName="/c.xml"/>',
		].join('');
		expect(read(others + override('/d.xml', XLSX_MAIN)).type).toBe(
			`${OPEN_XML}.spreadsheetml.sheet`,
		);
		expect(read(others).type).toBeUndefined();
	});

	it('is the Word part if there are several main parts', () => {
		const both = override('/a.xml', XLSX_MAIN) + override('/b.xml', DOCX_MAIN);
		expect(read(both).type).toBe(`${OPEN_XML}.wordprocessingml.document`);
	});

	it.each([
		`x${DOCX_MAIN}`,
		`${DOCX_MAIN}x`,
		'application/vnd.ms-word.macroEnabled.main+xml',
		`${OPEN_XML}.wordprocessingml.pleasehireher.main+xml`,
		`${OPEN_XML}.wordprocessingml.sheet.main+xml`,
		'application/vnd.ms-excel.pleasehireher.macroEnabled.main+xml',
		'application/vnd.ms-powerpoint.sheet.binary.macroEnabled.main',
		'xapplication/vnd.ms-word.document.macroEnabled.main+xml',
		'application/vnd.ms-word.document.macroEnabled.main+xmlx',
		'xapplication/vnd.ms-visio.drawing.main+xml',
		'application/vnd.ms-visio.drawing.main+xmlx',
		'application/vnd.ms-visio.main+xml',
		'xapplication/vnd.ms-package.xps-fixeddocumentsequence+xml',
		'application/vnd.ms-package.xps-fixeddocumentsequence+xmlx',
	])('is not a part with the content type %s', (contentType) => {
		expect(read(override('/main.xml', contentType)).type).toBeUndefined();
	});
});

describe('a part is a VBA project', () => {
	it.each<[string, string, string[], string[]]>([
		['its name', '', ['word/vbaproject.bin'], ['word/vbaproject.bin']],
		['its name at the top level', '', ['vbaproject.bin'], ['vbaproject.bin']],
		['its content type', override('/Word/Data.bin', ` ${VBA}`), [], ['word/data.bin']],
		['a content type in upper case', override('/a.bin', VBA.toUpperCase()), [], ['a.bin']],
		[
			'the content type of its extension',
			byDefault('BIN', VBA) + override('/Word/A.bin', 'application/xml'),
			['word/a.bin', 'word/b.bin'],
			['word/b.bin'],
		],
	])('according to %s', (_name, xml, names, expected) => {
		expect(read(xml, names).vbaParts).toEqual(expected);
	});

	it.each<[string, string, string[]]>([
		['a longer name', '', ['word/vbaproject.bin.xml', 'word/novbaproject.bin']],
		[
			'the content type of an extension that no part has',
			byDefault('bin', VBA),
			['word/data.xml', 'bin'],
		],
		['another content type', override('/word/data.bin', 'application/vnd.ms-word.vbaData+xml'), []],
	])('but not according to %s', (_name, xml, names) => {
		expect(read(xml, names).vbaParts).toEqual([]);
	});
});

describe('if there are several main parts, the main part', () => {
	const xml =
		override('/xl/workbook.xml', XLSX_MAIN) +
		override('/word/none.xml', DOCX_MAIN) +
		byDefault('q', DOCX_MAIN);

	it.each([
		['xl/workbook.xml', `${OPEN_XML}.spreadsheetml.sheet`],
		['word/none.xml', `${OPEN_XML}.wordprocessingml.document`],
		['a.q', `${OPEN_XML}.wordprocessingml.document`],
		['elsewhere.xml', `${OPEN_XML}.wordprocessingml.document`],
		[undefined, `${OPEN_XML}.wordprocessingml.document`],
	])('that the package names, %s, gives the file the type %s', (mainPart, type) => {
		expect(read(xml, [], mainPart).type).toBe(type);
	});

	it('is not a part called "undefined" if the package names none', () => {
		const decoy = override('/undefined', XLSX_MAIN);
		expect(read(decoy + xml).type).toBe(`${OPEN_XML}.wordprocessingml.document`);
	});
});

describe('a part', () => {
	const chart = override('/Word/Charts/A.xml', CHART);
	const other = override('/word/charts/a.xml', 'application/xml');

	it.each<[string, string, string[]]>([
		['is a chart by its content type', chart, ['word/charts/a.xml']],
		[
			'is a chart of Office 2016 by its content type',
			override('/word/charts/chartEx1.xml', 'application/vnd.ms-office.chartEx+xml'),
			['word/charts/chartex1.xml'],
		],
		['is a chart beside other parts', chart + other.replace('a.', 'b.'), ['word/charts/a.xml']],
		['is not a chart if it also has another content type', chart + other, []],
		[
			'is not a chart if its content type only ends like that of a chart',
			override('/word/charts/a.xml', `application/x.${CHART}`),
			[],
		],
		['is not a chart by a content type in a comment', `<!-- ${chart} -->`, []],
	])('%s', (_name, xml, expected) => {
		expect([...read(xml).chartParts]).toEqual(expected);
	});

	it('is not a chart if it is the main part', () => {
		expect([...read(chart, [], 'word/charts/a.xml').chartParts]).toEqual([]);
	});
});
