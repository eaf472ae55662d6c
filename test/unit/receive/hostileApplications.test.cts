import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore } from '../../helpers/nodeContext.cts';
import { receiveHostile } from '../../helpers/receiveHostile.cts';

// A sender with a valid token can send data but can't change behaviour. No prototype changes, no member
// that the trigger adds can be forged, and no value takes more than linear time.

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const application = (members = '') =>
	JSON.parse(
		`{"id":1,"jobId":"J","candidate":{"firstName":"A","lastName":"B","email":"a@example.com"}${members}}`,
	) as unknown;

describe('the name', () => {
	it.each<[string, string]>([
		['__proto__ at the root', ',"__proto__":{"polluted":true}'],
		['__proto__ deep in an unknown member', ',"extra":[{"a":{"__proto__":{"polluted":true}}}]'],
		['__proto__ written with escapes', ',"\\u005f_proto__":{"polluted":true}'],
		[
			'__proto__ in an attachment',
			',"attachments":[{"__proto__":{"polluted":true},"content":"QQ=="}]',
		],
		['__proto__ of an array', ',"__proto__":[1,2,3]'],
		['__proto__ of null', ',"__proto__":null'],
	])('%s is removed and changes no prototype', async (_name, members) => {
		const { status, json } = await receiveHostile({ body: application(members) });
		expect(status).toBe(200);
		expect(JSON.stringify(json)).not.toContain('__proto__');
		expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it.each(['constructor', 'toString', 'valueOf', 'toJSON', 'then', 'length'])(
		'%s is kept as an ordinary member',
		async (name) => {
			const { status, json } = await receiveHostile({ body: application(`,"${name}":"text"`) });
			expect(status).toBe(200);
			expect(Object.hasOwn(json, name)).toBe(true);
		},
	);

	it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
		'%s as an attachment type results in the binary field "attachment"',
		async (type) => {
			const attachments = [{ type, content: 'QQ==' }] as never;
			const { issues, json } = await receiveHostile({ body: goodApplication({ attachments }) });
			expect(issues).toContain('enum /attachments/0/type');
			expect(json.attachments).toMatchObject([{ binaryField: 'attachment' }]);
		},
	);

	it.each(['__proto__', 'constructor', 'toString'])(
		'%s as a content type is not accepted as a type',
		async (contentType) => {
			const attachments = [{ type: 'resume' as const, contentType, content: 'QQ==' }];
			const { issues } = await receiveHostile({ body: goodApplication({ attachments }) });
			expect(issues).toContain('typeNotAccepted /attachments/0/content');
		},
	);
});

it('the members that the trigger adds cannot be forged', async () => {
	const forged = ',"issues":[],"receipt":{"sourceIp":"127.0.0.1"},"jobId":7';
	const { issues, json } = await receiveHostile({ body: application(forged) });
	expect(issues).toEqual(['type /jobId']);
	expect(json.receipt).toMatchObject({ sourceIp: '203.0.113.7' });
});

const attach = (attachment: object) => ({ attachments: [{ content: 'QQ==', ...attachment }] });

it.each<[string, object]>([
	['text', { jobId: 'a'.repeat(1e6) }],
	['an attachment type', attach({ type: 'a'.repeat(1e6) })],
	['a content type', attach({ contentType: 'a'.repeat(1e6) })],
	['spaces in a content type', attach({ contentType: `${' '.repeat(1e6)}x` })],
	['semicolons in a content type', attach({ contentType: ';'.repeat(1e6) })],
	['a file name', attach({ fileName: 'a'.repeat(1e6) })],
	['dots in a file name', attach({ fileName: '.'.repeat(1e6) })],
	['dots before the end of a file name', attach({ fileName: `cv${'.'.repeat(1e6)}x` })],
	['spaces in a file name', attach({ fileName: `x${' '.repeat(1e6)}x` })],
	['extensions', attach({ fileName: '.pdf'.repeat(2e5), content: 'JVBERi0xLjQK' })],
	['other extensions', attach({ fileName: `cv${'.exe'.repeat(2e5)}`, content: 'JVBERi0xLjQK' })],
	[
		'combining marks in a file name',
		attach({ fileName: `cv${'\u0301'.repeat(2e5)}${'\u0323'.repeat(2e5)}` }),
	],
	['white space as content', attach({ content: ' '.repeat(1e6) })],
	['padding as content', attach({ content: '='.repeat(1e6) })],
	['an endless data URL as content', attach({ content: `data:${'a'.repeat(1e6)}` })],
])('a megabyte of %s is accepted in linear time', async (_name, members) => {
	const { status } = await receiveHostile({ body: goodApplication(members) });
	expect(status).toBe(200);
});
