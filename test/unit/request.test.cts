import type { IWebhookFunctions } from 'n8n-workflow';
import { readRequest } from '../../nodes/CleverConnect/request';

function read({ ip, ips = [], headers = {}, ...rest }: Record<string, unknown>) {
	const request = { ip, ips, headers, query: {}, ...rest };
	return readRequest({ getRequestObject: () => request } as unknown as IWebhookFunctions);
}

it.each([
	['203.0.113.8:4711', '203.0.113.8', '203.0.113.8'],
	['::ffff:172.18.0.2', '172.18.0.2', '172.18.0.2'],
	[undefined, '', '""'],
	['a" b', '', '"a\\" b"'],
	['%s 50%d %%', '', '"s 50d "'],
	['\u001b[2Ja\u0000\u007f\u0085\u00adb\r\n', '', '"[2Jab"'],
	['\u202ea\u200bb\u2028c\u2029d\ufeffe\ud800f', '', '"abcdef"'],
	['😀'.repeat(65), '', `"${'😀'.repeat(64)}"`],
])('a request without a body from %j has the address %j, which is shown as %s', (...row) => {
	const [ip, address, sender] = row;
	expect(read({ ip })).toMatchObject({ address, sender, rawBody: Buffer.alloc(0) });
});

it.each<[string | undefined, string[], boolean]>([
	[undefined, [], false],
	['198.51.100.1, 203.0.113.8', ['203.0.113.8'], true],
	['203.0.113.8, 10.0.0.1', ['203.0.113.8', '10.0.0.1'], false],
])('with X-Forwarded-For: %s and req.ips %j, isForwarded is %j', (names, ips, expected) => {
	expect(read({ ips, headers: { 'x-forwarded-for': names } }).isForwarded).toBe(expected);
});

it.each([
	['check', 'true', 'True', ' TRUE ', 'true, true', 'true,TRUE'],
	['delivery', undefined, 'false', 'FALSE', 'false, false'],
	['unclear', '', '1', 'yes', '"true"', 'true, false', 'false, true', 'true, ', ',', 'true;q=1'],
])('the purpose is %s with X-Check-Only: %j, for example', (purpose, ...values) => {
	const purposes = values.map((value) => read({ headers: { 'x-check-only': value } }).purpose);
	expect(purposes).toEqual(values.map(() => purpose));
});
