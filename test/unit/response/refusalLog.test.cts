import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive } from '../../helpers/nodeContext.cts';

/** Returns the addresses that Express reports if n8n trusts the proxies that named them. */
const trusting = (...ips: [string, ...string[]]) => ({ ip: ips[0], ips });

describe('a refusal', () => {
	const elsewhere = { credential: { authentication: 'none', allowedIps: '198.51.100.1' } };

	it.each<[number, string, RegExp, ...Parameters<typeof receive>]>([
		[
			403,
			'Forbidden',
			/add the address to 'Allowed IP Addresses'/,
			{ body: goodApplication() },
			elsewhere,
		],
		[
			401,
			'Unauthorized',
			/compare the token that CleverConnect uses/,
			{ body: goodApplication(), headers: { authorization: 'Bearer x' } },
		],
		[
			415,
			'Unsupported Media Type',
			/: The body must be JSON, declared as Content-Type: application\/json\.\{/,
			{ headers: { 'content-type': 'text/plain' } },
		],
		[422, 'Unprocessable Content', /The answer to the sender lists the problems\.\{/, { body: [] }],
		[
			413,
			'Content Too Large',
			/change 'Maximum File Size \(MB\)'/,
			{ body: goodApplication() },
			{ parameters: { options: { maxFileSize: 0.0001 } } },
		],
	])(
		'with %d is a problem document titled "%s", and is logged with advice',
		async (...parameters) => {
			const [status, title, advice, ...input] = parameters;
			const { result, answer, log } = await receive(...input);
			expect(result).toEqual({ noWebhookResponse: true });
			expect(answer.status).toBe(status);
			expect(answer.headers?.['Content-Type']).toBe('application/problem+json');
			expect(answer.body).toMatchObject({ type: 'about:blank', title, status });
			expect(answer.body?.detail).toMatch(/^[A-Z].*\.$/);
			expect(answer.headers?.['WWW-Authenticate'] !== undefined).toBe(status === 401);
			expect(log).toHaveLength(1);
			expect(log[0]).toContain('refused a delivery from 203.0.113.7');
			expect(log[0]).toMatch(advice);
			expect(JSON.stringify([answer, log])).not.toMatch(/Camille|invented-secret|Bearer x/);
		},
	);

	it.each<[string, Parameters<typeof receive>[0], string]>([
		[
			'the request names a further address',
			{ headers: { 'x-forwarded-for': '198.51.100.1' } },
			'203.0.113.7',
		],
		[
			'the request names more addresses than n8n trusts',
			{ headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.8' }, ...trusting('203.0.113.8') },
			'203.0.113.8',
		],
		['the address is private', { ip: '::ffff:172.18.0.2' }, '172.18.0.2'],
		['the address is a loopback address', { ip: '::1' }, '::1'],
		[
			'the trusted address is private',
			{ headers: { 'x-forwarded-for': '10.0.0.1' }, ...trusting('10.0.0.1') },
			'10.0.0.1',
		],
	])('is logged with conditional advice on the proxy if %s', async (_name, incoming, address) => {
		const { answer, log } = await receive({ body: goodApplication(), ...incoming }, elsewhere);
		expect(answer.status).toBe(403);
		expect(log[0]?.split(' accepted here. ')[1]?.split('{')[0]).toBe(
			`If ${address} is the address of your own proxy, set N8N_PROXY_HOPS to the exact number of your own proxies, make sure that they pass the sender's address on in X-Forwarded-For, and do not allow this address, because that would allow everybody. If it is CleverConnect's address, add the address to 'Allowed IP Addresses' in the trigger's credential.`,
		);
	});

	it('of a request without a token from an allowed private address is logged if a proxy forwarded it', async () => {
		const credential = { authentication: 'none', allowedIps: '172.18.0.2' };
		const incoming = { body: goodApplication(), ip: '::ffff:172.18.0.2' };
		const headers = { 'x-forwarded-for': '198.51.100.1' };
		const { answer, log } = await receive({ ...incoming, headers }, { credential });
		expect(answer.status).toBe(403);
		expect(log[0]).toContain('If 172.18.0.2 is the address of your own proxy, set N8N_PROXY_HOPS');
		expect((await receive(incoming, { credential })).log).toEqual([]);
	});

	it('of a browser request without a token is logged without a hint about N8N_PROXY_HOPS', async () => {
		const { result, answer, log } = await receive(
			{
				body: goodApplication(),
				headers: { origin: 'https://attacker.example.com', 'x-forwarded-for': '198.51.100.1' },
			},
			{ credential: { authentication: 'none', allowedIps: '203.0.113.7' } },
		);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 403,
			body: { title: 'Forbidden', detail: 'Deliveries from a browser are not accepted here.' },
		});
		expect(log[0]).not.toMatch(/N8N_PROXY_HOPS|attacker/);
		expect(log[0]).toContain('web pages cannot send applications');
	});

	it.each([
		['203.0.113.8:4711', '203.0.113.8'],
		['[2001:DB8::1]:4711', '2001:db8::1'],
		['::ffff:203.0.113.8', '203.0.113.8'],
		['', '""'],
		['unknown', '"unknown"'],
		['203.0.113.8: all is well.', '"203.0.113.8: all is well."'],
		['a" b', '"a\\" b"'],
		['50%s', '"50s"'],
		['a\\', '"a\\\\"'],
		['\u001b[2Ja\u0000\u007f\u0085\u00adb\r\n', '"[2Jab"'],
		['\u202ea\u200bb\u2028c\u2029d\ufeffe\ud800f', '"abcdef"'],
		['x'.repeat(64), `"${'x'.repeat(64)}"`],
		['x'.repeat(10_000), `"${'x'.repeat(64)}"`],
		['😀'.repeat(65), `"${'😀'.repeat(64)}"`],
	])('is logged with the address %j as %s', async (ip, logged) => {
		const { log } = await receive({ body: goodApplication(), ip }, elsewhere);
		expect(log[0]).toMatch(/^CleverConnect Trigger refused a delivery from /);
		expect(log[0]?.split(': Deliveries from this address')[0]).toBe(
			`CleverConnect Trigger refused a delivery from ${logged}`,
		);
	});

	it.each(['%s %d %j %o %%', '%%s', '% s'])(
		'is logged without the placeholders in %j, which the logger would replace',
		async (ip) => {
			const { log } = await receive({ body: goodApplication(), ip }, elsewhere);
			expect(log[0]).not.toContain('%');
		},
	);

	it.each(['', 'unknown'])(
		'is logged without advice on the address if the address is %j',
		async (ip) => {
			const headers = { 'x-forwarded-for': '198.51.100.1' };
			const { log } = await receive({ body: goodApplication(), headers, ip }, elsewhere);
			expect(log[0]).toMatch(/are not accepted here\.\{/);
		},
	);

	it.each<[string, Parameters<typeof receive>[0]]>([
		['there is no proxy', {}],
		[
			'n8n trusts the proxy',
			{ headers: { 'x-forwarded-for': '203.0.113.8' }, ...trusting('203.0.113.8') },
		],
		[
			'n8n trusts all proxies',
			{
				headers: { 'x-forwarded-for': '203.0.113.8, 10.0.0.1' },
				...trusting('203.0.113.8', '10.0.0.1'),
			},
		],
	])('is logged without a hint about N8N_PROXY_HOPS if %s', async (_name, incoming) => {
		const { log } = await receive({ body: goodApplication(), ...incoming }, elsewhere);
		expect(log[0]).toContain('add the address');
		expect(log[0]).not.toContain('N8N_PROXY_HOPS');
	});
});
