import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore, TOKEN } from '../context.cts';
import { receiveHostile } from './expectations.cts';

// An attacker who knows the URL and has no token. Prediction: whatever is sent, the answer is 401 (or
// 403 where the address is wrong), always the same, and nothing starts.

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const body = goodApplication({ attachments: [] });
const statusOf = async (
	headers: Record<string, unknown>,
	credential: Record<string, unknown> = { authentication: 'bearer', token: TOKEN },
	query: unknown = {},
) => (await receiveHostile({ body, headers: headers as never, query }, { credential })).status;

describe('Authorization', () => {
	const half = TOKEN.slice(0, 9);
	it.each<[string, unknown]>([
		['is missing', undefined],
		['is empty', ''],
		['is only a scheme', 'Bearer'],
		['is a scheme and a space', 'Bearer '],
		['is the token without a scheme', TOKEN],
		['has another scheme', `Token ${TOKEN}`],
		['has the scheme of another method', `Basic ${TOKEN}`],
		['has the scheme twice', `Bearer Bearer ${TOKEN}`],
		['separates by a tab', `Bearer\t${TOKEN}`],
		['separates by nothing', `Bearer${TOKEN}`],
		['has the token in quotes', `Bearer "${TOKEN}"`],
		['has a parameter', `Bearer token=${TOKEN}`],
		['has two tokens, the second right', `Bearer wrong ${TOKEN}`],
		['came twice, joined by a comma', `Bearer wrong, Bearer ${TOKEN}`],
		['came as a list', [`Bearer ${TOKEN}`]],
		['has half of the token', `Bearer ${half}`],
		['has the token and more', `Bearer ${TOKEN}${half}`],
		['has the token in upper case', `Bearer ${TOKEN.toUpperCase()}`],
		['has NUL behind the token', `Bearer ${TOKEN}\0`],
		['has a no-break space behind the token', `Bearer ${TOKEN}\u00a0`],
		['has a megabyte', `Bearer ${'x'.repeat(1_000_000)}`],
		['has a megabyte of spaces', `Bearer ${' '.repeat(1_000_000)}${TOKEN} x`],
		['is a regular expression', 'Bearer .*'],
		['is an expression of n8n', 'Bearer {{ $credentials.token }}'],
		['says undefined', 'Bearer undefined'],
		['says null', 'Bearer null'],
		['is the base64 of the token', `Bearer ${Buffer.from(TOKEN).toString('base64')}`],
	])('%s: 401', async (_name, authorization) => {
		expect(await statusOf({ authorization })).toBe(401);
	});
});

describe('HTTP Basic', () => {
	const credential = { authentication: 'basic', username: 'user', token: TOKEN };
	const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
	it.each<[string, string]>([
		['is no base64', 'Basic ***'],
		['is empty', 'Basic ='],
		['has no colon', basic(`user${TOKEN}`)],
		['has an empty user name', basic(`:${TOKEN}`)],
		['has an empty password', basic('user:')],
		['has the parts the wrong way round', basic(`${TOKEN}:user`)],
		['has a colon too many', basic(`user::${TOKEN}`)],
		['has NUL in the user name', basic(`user\0:${TOKEN}`)],
		['is encoded twice', basic(basic(`user:${TOKEN}`))],
	])('%s: 401', async (_name, authorization) => {
		expect(await statusOf({ authorization }, credential)).toBe(401);
	});
});

describe('the query parameter', () => {
	const credential = { authentication: 'query', queryParameter: 'token', token: TOKEN };
	it.each<[string, unknown]>([
		['came twice', { token: [TOKEN, TOKEN] }],
		['is an object', { token: { 0: TOKEN } }],
		['is nested', { token: { token: TOKEN } }],
		['has another case', { Token: TOKEN }],
		['is in the prototype', Object.create({ token: TOKEN })],
		['is a String object', { token: new String(TOKEN) }],
		['is a number', { token: 1 }],
		['is true', { token: true }],
		['is null', { token: null }],
	])('%s: 401', async (_name, query) => {
		expect(await statusOf({ authorization: '' }, credential, query)).toBe(401);
	});
});

describe('a header of choice', () => {
	it('is not found in the prototype: 401', async () => {
		for (const headerName of ['constructor', 'toString', 'hasOwnProperty']) {
			const credential = { authentication: 'header', headerName, token: TOKEN };
			expect(await statusOf({}, credential)).toBe(401);
		}
	});
});

describe('every wrong token', () => {
	it('gets one and the same answer, and the log does not repeat it', async () => {
		const credential = { authentication: 'bearer', token: TOKEN };
		const wrong = ['', 'Bearer', `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, 'Bearer \u00e9'];
		const outcomes = await Promise.all(
			wrong.map(async (authorization) =>
				receiveHostile({ body, headers: { authorization } }, { credential }),
			),
		);
		expect(new Set(outcomes.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
		expect(outcomes.flatMap(({ log }) => log).join()).not.toMatch(/Bearer|secret/);
	});
});

describe('the address', () => {
	const credential = { authentication: 'none', allowedIps: '203.0.113.7, 2001:db8::1' };
	it.each<[string, string, number]>([
		['is forged with a zone', '2001:db8::1%203.0.113.7', 200],
		['is mapped', '::ffff:203.0.113.7', 200],
		['is mapped, in hexadecimal', '::ffff:cb00:7107', 200],
		['is mapped, but another', '::ffff:203.0.113.8', 403],
		['is IPv4-compatible, which is no IPv4 address', '::203.0.113.7', 403],
		['is in 6to4, which is no IPv4 address', '2002:cb00:7107::', 403],
		['is the right one with a port', '203.0.113.7:80', 200],
		['is the right one with a port, in brackets', '[2001:db8::1]:80', 200],
		['has a port, but is another', '203.0.113.8:80', 403],
		['is two addresses', '203.0.113.7, 198.51.100.1', 403],
		['is octal', '0313.0.0161.07', 403],
		['is empty', '', 403],
		['is no address', 'localhost', 403],
		['is a list in brackets', '[203.0.113.7]', 403],
	])('%s', async (_name, ip, status) => {
		expect((await receiveHostile({ body, ip }, { credential })).status).toBe(status);
	});

	it.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'cf-connecting-ip'])(
		'is not taken from %s: 403',
		async (name) => {
			const headers = { [name]: '203.0.113.7' };
			const outcome = await receiveHostile({ body, headers, ip: '198.51.100.1' }, { credential });
			expect(outcome.status).toBe(403);
		},
	);
});

it('a body is not looked at before the token: 401 even for what is no application', async () => {
	for (const anything of [null, [], 'text', { id: 'x'.repeat(100) }]) {
		const headers = { authorization: 'Bearer wrong', 'content-type': 'text/plain' };
		expect((await receiveHostile({ body: anything, headers })).status).toBe(401);
	}
});
