import { goodApplication, resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore } from '../context.cts';
import { receiveHostile } from './expectations.cts';

// A sender who means well and makes mistakes. Prediction: what can be told apart as an application
// comes in, says what is wrong, and loses nothing; the rest is refused with a reason.

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const base64 = resumePdf.toString('base64');
const receiveContent = async (content: unknown, contentType: unknown = 'pdf') => {
	const attachments = [{ type: 'resume', contentType, content }] as never;
	return await receiveHostile({ body: goodApplication({ attachments }) });
};

describe('the content of a file', () => {
	it.each<[string, unknown]>([
		['in lines of 76 characters', base64.replace(/(.{76})/g, '$1\r\n')],
		['in lines of 64 characters', base64.replace(/(.{64})/g, '$1\n')],
		['as a data URI', `data:application/pdf;base64,${base64}`],
		['as a data URI with parameters', `data:application/pdf;name=cv.pdf;base64,${base64}`],
		['without padding', base64.replace(/=+$/, '')],
		['with white space around it', `\n  ${base64}\t\n`],
	])('%s: a file and no issue', async (_name, content) => {
		const { issues, json } = await receiveContent(content);
		expect(issues).toEqual([]);
		expect(json.attachments).toMatchObject([{ size: resumePdf.length }]);
	});

	it.each<[string, string]>([
		['in the alphabet for URLs', Buffer.from([0xfb, 0xff]).toString('base64url')],
		['as a URL', 'https://files.example.com/cv.pdf'],
		['as plain text', 'Curriculum vitæ'],
		['in hexadecimal, of odd length', resumePdf.toString('hex').slice(0, 101)],
		['percent-encoded', encodeURIComponent(`${base64}==`)],
		['quoted', `"${base64}"`],
		['cut off', `${base64.replace(/=+$/, '').slice(0, 97)}`],
		['with text behind it', `QQ==${base64}`],
		['with NUL', `QUJD\0`],
		['as UTF-16', `\uff21\uff22\uff23\uff24`],
	])('%s: invalidBase64, and it stays where it was', async (_name, content) => {
		const { issues, json } = await receiveContent(content);
		expect(issues).toEqual(['invalidBase64 /attachments/0/content']);
		expect(json.attachments).toMatchObject([{ content }]);
	});

	it.each<[string, unknown, string]>([
		['nothing', '', 'emptyFile'],
		['null', null, 'required'],
		['missing', undefined, 'required'],
		['a number', 7, 'type'],
		['a list of bytes', [37, 80, 68, 70], 'type'],
		['a Buffer as JSON', { type: 'Buffer', data: [37, 80] }, 'type'],
	])('%s: %s', async (_name, content, code) => {
		expect((await receiveContent(content)).issues).toEqual([`${code} /attachments/0/content`]);
	});
});

describe('the content type', () => {
	it.each([
		'application/pdf',
		'APPLICATION/PDF',
		'application/pdf; charset=binary',
		'application/pdf;name="cv.pdf"',
		'application/x-pdf',
		'application/acrobat',
		'text/pdf',
		'pdf',
		'PDF',
		'.pdf',
		' pdf ',
		'application/octet-stream',
		null,
		undefined,
	])('%j for a PDF: no issue', async (contentType) => {
		expect((await receiveContent(base64, contentType)).issues).toEqual([]);
	});
});

describe('the id', () => {
	it.each<[string, number]>([
		['0', 200],
		['-0', 200],
		['-7', 200],
		['9007199254740991', 200],
		['9007199254740992', 422],
		['1e3', 200],
		['1e999', 422],
		['-1e999', 422],
		['1.5', 422],
		['1e-7', 422],
		['"4711"', 200],
		['"00042"', 200],
		['"\\u0000"', 200],
		['"\\ud800"', 200],
		['""', 422],
		['null', 422],
		['true', 422],
		['[1]', 422],
		['{"$oid":"1"}', 422],
	])('%s', async (id, status) => {
		const body = JSON.parse(`{"id":${id},"candidate":{}}`) as object;
		expect((await receiveHostile({ body })).status).toBe(status);
	});
});

describe('the body', () => {
	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['an array', []],
		['a list of applications', [goodApplication()]],
		['a number', 42],
		['a text', 'application'],
		['an application as text', JSON.stringify(goodApplication())],
		['true', true],
		['an envelope around the application', { application: goodApplication() }],
		['a candidate without an application', goodApplication().candidate],
	])('%s: 422', async (_name, body) => {
		expect((await receiveHostile({ body })).status).toBe(422);
	});

	it.each([
		undefined,
		'',
		'text/plain',
		'text/json',
		'application/xml',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/json+gzip',
		'application/ld+json',
		'json',
	])('announced as %j: 415', async (contentType) => {
		const headers = { 'content-type': contentType as string };
		expect((await receiveHostile({ body: goodApplication(), headers })).status).toBe(415);
	});
});

describe('text', () => {
	it.each<[string, string]>([
		['NUL', 'a\0b'],
		['a lone surrogate', 'a\ud800b'],
		['a noncharacter', 'a\uffffb'],
		['bidi controls', '\u202eevil\u202c'],
		['line separators', 'a\u2028b'],
		['an expression of n8n', '={{ $env.PATH }}'],
		['HTML', '<img src=x onerror=alert(1)>'],
		['a formula', '=HYPERLINK("http://example.com")'],
		['only white space', '   '],
	])('with %s in a name: as it came', async (_name, firstName) => {
		const candidate = { ...goodApplication().candidate, firstName };
		const { issues, json } = await receiveHostile({ body: goodApplication({ candidate }) });
		expect(issues).toEqual([]);
		expect(json.candidate).toMatchObject({ firstName });
	});
});
