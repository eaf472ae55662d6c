import type { Attachment } from '../../../nodes/CleverConnect/application';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore } from '../context.cts';
import { receiveHostile } from './expectations.cts';

// An attacker who has a token. Prediction: the workflow gets data, never behaviour. No prototype is
// changed, no limit is passed, no file name leads anywhere, and nothing throws.

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const parse = (text: string) => JSON.parse(text) as unknown;
const application = (members = '') =>
	parse(
		`{"id":1,"jobId":"J","candidate":{"firstName":"A","lastName":"B","email":"a@example.com"}${members}}`,
	);

describe('names that mean something to JavaScript', () => {
	it.each<[string, string]>([
		['__proto__ at the root', ',"__proto__":{"polluted":true}'],
		['__proto__, deep in an unknown member', ',"extra":[{"a":{"__proto__":{"polluted":true}}}]'],
		['__proto__, written with escapes', ',"\\u005f_proto__":{"polluted":true}'],
		[
			'__proto__ in an attachment',
			',"attachments":[{"__proto__":{"polluted":true},"content":"QQ=="}]',
		],
		['__proto__ as an array', ',"__proto__":[1,2,3]'],
		['__proto__ as null', ',"__proto__":null'],
	])('%s: left out, and no prototype changes', async (_name, members) => {
		const { status, json } = await receiveHostile({ body: application(members) });
		expect(status).toBe(200);
		expect(JSON.stringify(json)).not.toContain('__proto__');
		expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length'])(
		'%s: a member like any other',
		async (name) => {
			const { status, json } = await receiveHostile({ body: application(`,"${name}":"text"`) });
			expect(status).toBe(200);
			expect(Object.hasOwn(json, name)).toBe(true);
		},
	);

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'%s as the type of an attachment: an attachment of another kind',
		async (type) => {
			const attachments = [{ type, content: 'QQ==' }] as never;
			const { issues, json } = await receiveHostile({ body: goodApplication({ attachments }) });
			expect(issues).toContain('enum /attachments/0/type');
			expect(json.attachments).toMatchObject([{ binaryField: 'attachment' }]);
		},
	);

	it.each(['__proto__', 'constructor', 'toString'])(
		'%s as a content type: no type at all',
		async (contentType) => {
			const attachments = [{ type: 'resume' as const, contentType, content: 'QQ==' }];
			const { issues } = await receiveHostile({ body: goodApplication({ attachments }) });
			expect(issues).toContain('typeNotAccepted /attachments/0/content');
		},
	);

	it('members that the trigger adds: the sender cannot forge them', async () => {
		const forged = ',"issues":[],"receipt":{"sourceIp":"127.0.0.1"},"jobId":7';
		const { issues, json } = await receiveHostile({ body: application(forged) });
		expect(issues).toEqual(['type /jobId']);
		expect(json.receipt).toMatchObject({ sourceIp: '203.0.113.7' });
	});
});

describe('more than anybody needs', () => {
	it.each<[string, unknown, number]>([
		['33 levels', parse(`{"id":1,"candidate":{},"x":${'['.repeat(32)}${']'.repeat(32)}}`), 422],
		[
			'2,000 levels',
			parse(`{"id":1,"candidate":{},"x":${'['.repeat(2000)}${']'.repeat(2000)}}`),
			422,
		],
		[
			'a deep candidate',
			parse(`{"id":1,"candidate":{"a":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}}`),
			422,
		],
		[
			'10,000 attachments',
			goodApplication({ attachments: Array<Attachment>(10_000).fill({ content: 'QQ==' }) }),
			422,
		],
		[
			'10,000 attachments of null',
			{ ...goodApplication(), attachments: Array(10_000).fill(null) },
			422,
		],
		[
			'21 attachments that are no objects',
			{ ...goodApplication(), attachments: Array(21).fill(7) },
			422,
		],
		[
			'99,000 members',
			{
				...goodApplication(),
				...Object.fromEntries(Array.from({ length: 99e3 }, (_, i) => [`m${i}`, i])),
			},
			200,
		],
		[
			'1,000,000 members',
			{
				...goodApplication(),
				...Object.fromEntries(Array.from({ length: 1e6 }, (_, i) => [`m${i}`, i])),
			},
			422,
		],
		['99,000 numbers', { ...goodApplication(), numbers: Array(99e3).fill(0) }, 200],
		['1,000,000 numbers', { ...goodApplication(), numbers: Array(1e6).fill(0) }, 422],
	])('%s', async (_name, body, status) => {
		expect((await receiveHostile({ body })).status).toBe(status);
	});

	const megabyte = 'a'.repeat(1_000_000);
	it.each<[string, object]>([
		['jobId', { jobId: megabyte }],
		['origin', { origin: megabyte }],
		['firstName', { candidate: { ...goodApplication().candidate, firstName: megabyte } }],
		['email', { candidate: { ...goodApplication().candidate, email: megabyte } }],
		[
			'email, all dots',
			{ candidate: { ...goodApplication().candidate, email: `${'a.'.repeat(5e5)}@` } },
		],
		[
			'email, all at signs',
			{ candidate: { ...goodApplication().candidate, email: '@'.repeat(1e6) } },
		],
		[
			'phoneNumber',
			{ candidate: { ...goodApplication().candidate, phoneNumber: `+${'1 '.repeat(5e5)}` } },
		],
		[
			'phoneNumber, all brackets',
			{ candidate: { ...goodApplication().candidate, phoneNumber: `+1${'('.repeat(1e6)}` } },
		],
		['location', { candidate: { ...goodApplication().candidate, location: { raw: megabyte } } }],
		['type', { attachments: [{ type: megabyte, content: 'QQ==' }] }],
		['contentType', { attachments: [{ contentType: megabyte, content: 'QQ==' }] }],
		[
			'contentType, all spaces',
			{ attachments: [{ contentType: `${' '.repeat(1e6)}x`, content: 'QQ==' }] },
		],
		[
			'contentType, all semicolons',
			{ attachments: [{ contentType: ';'.repeat(1e6), content: 'QQ==' }] },
		],
		['fileName', { attachments: [{ fileName: megabyte, content: 'QQ==' }] }],
		['fileName, all dots', { attachments: [{ fileName: '.'.repeat(1e6), content: 'QQ==' }] }],
		[
			'fileName, all spaces',
			{ attachments: [{ fileName: `x${' '.repeat(1e6)}x`, content: 'QQ==' }] },
		],
		[
			'fileName, all extensions',
			{ attachments: [{ fileName: '.pdf'.repeat(2e5), content: 'JVBERi0xLjQK' }] },
		],
		[
			'fileName, all extensions of another type',
			{ attachments: [{ fileName: `cv${'.exe'.repeat(2e5)}`, content: 'JVBERi0xLjQK' }] },
		],
		[
			'fileName, dots before the last character',
			{ attachments: [{ fileName: `cv${'.'.repeat(1e6)}x`, content: 'QQ==' }] },
		],
		[
			'fileName, all combining marks',
			{
				attachments: [
					{ fileName: `cv${'\u0301'.repeat(2e5)}${'\u0323'.repeat(2e5)}`, content: 'QQ==' },
				],
			},
		],
		['content, all white space', { attachments: [{ content: ' '.repeat(1e6) }] }],
		['content, all padding', { attachments: [{ content: '='.repeat(1e6) }] }],
		['content, a data prefix without end', { attachments: [{ content: `data:${megabyte}` }] }],
	])('a megabyte in %s: an item, in linear time', async (_name, members) => {
		const { status } = await receiveHostile({ body: goodApplication(members) });
		expect(status).toBe(200);
	});
});

describe('file names', () => {
	const nameOf = async (fileName: unknown) => {
		const attachments = [
			{ type: 'resume', contentType: 'pdf', content: 'JVBERi0xLjQK', fileName },
		] as never;
		const { fileNames } = await receiveHostile({ body: goodApplication({ attachments }) });
		return fileNames[0] ?? '';
	};

	it.each([
		'../../../etc/passwd',
		'..\\..\\windows\\system32\\cmd.exe',
		'/etc/passwd',
		'C:\\cv.pdf',
		'\\\\server\\share\\cv.pdf',
		'file:///etc/passwd',
		'cv.pdf\0.exe',
		'cv.pdf\r\nContent-Type: text/html',
		'\u202efdp.exe',
		'cv\u200b.pdf',
		'.'.repeat(300),
		'...',
		'..',
		'.',
		'CON',
		'con.pdf',
		'NUL.tar.pdf',
		'COM9',
		'LPT¹.pdf',
		'cv.pdf.exe',
		'cv.exe.pdf',
		'x'.repeat(300),
		'é'.repeat(300),
		'👩‍👩‍👧‍👦'.repeat(50),
		'\ud800\udfff\ud800.pdf',
		'cv.pdf ',
		'cv.pdf.',
		'cv.pdf:stream',
		'<script>alert(1)</script>.pdf',
		'$(reboot).pdf',
		'cv\u2028.pdf',
		'\ufeffcv.pdf',
		'-rf.pdf',
		'=cmd|calc.pdf',
	])('%j: a safe name that ends in .pdf', async (sent) => {
		const name = await nameOf(sent);
		expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+\.pdf$/u);
		expect(name).not.toMatch(/^[. ]|[. ]$/);
		expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
		expect(name).toBe(name.normalize('NFC'));
	});

	it.each([null, 7, true, [], {}, ['cv.pdf']])('%j: a name of our own', async (sent) => {
		expect(await nameOf(sent)).toBe('resume.pdf');
	});
});
