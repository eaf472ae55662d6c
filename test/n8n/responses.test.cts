import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { send as sendRaw } from '../helpers/http.cts';
import { n8n } from '../helpers/n8n.cts';

interface Sent {
	readonly options?: ReceiverOptions;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
}

const BEARER = { authentication: 'bearer', token: TOKEN };
const DIFFICULT = 'a-token+with/difficult=characters&more#and%41';
const ELSEWHERE = { ...BEARER, allowedIps: '203.0.113.7' };
const { email: _email, ...candidate } = goodApplication().candidate;
const missing = { issues: [{ code: 'required', path: '/candidate/email' }] };
/** Compressed, because n8n would disconnect before it has received all of a body that is too large. */
const tooLarge = () =>
	gzipSync(JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) })));

it.each<[string, number, object, () => Sent]>([
	[
		'an application with an issue',
		200,
		{ status: 'accepted', ...missing },
		() => ({ body: { ...goodApplication(), candidate } }),
	],
	['a check', 200, { status: 'checked' }, () => ({ headers: { 'x-check-only': 'true' } })],
	[
		'an address that is not allowed',
		403,
		{ title: 'Forbidden' },
		() => ({
			options: { credential: ELSEWHERE },
			headers: { 'x-forwarded-for': '203.0.113.7' },
		}),
	],
	[
		'no candidate',
		422,
		{ issues: [{ code: 'required', path: '/candidate' }] },
		() => ({ body: { id: 4711 } }),
	],
	['a body that is cut off', 422, {}, () => ({ body: '{"id":' })],
	[
		'a body that is too large for n8n',
		500,
		{},
		() => ({ body: tooLarge(), headers: { 'content-encoding': 'gzip' } }),
	],
])('%s gets %d with %j', async (_name, status, expected, compose) => {
	const { options, body = goodApplication(), headers } = compose();
	const { productionUrl } = await publishReceiver(n8n, options);
	const response = await deliver(productionUrl, body, headers);
	expect(response.status).toBe(status);
	expect(await response.json()).toMatchObject(expected);
});

it('an expression that does not return text fails the credential test, prevents publishing, and makes deliveries fail until it is corrected', async () => {
	const credential = { ...BEARER, token: '={{ $vars.gone }}' };
	const message = /'Token' is not text/;
	await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
	const { credentialId, productionUrl, workflowId } = await publishReceiver(n8n);
	await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	const saved = { id: credentialId, name: 'Changed', type: CREDENTIAL_TYPE, data: credential };
	const tested = await n8n.session.call('POST', '/credentials/test', { credentials: saved });
	expect(tested).toEqual({ status: 'Error', message: expect.stringMatching(message) as string });
	const send = async () => (await deliver(productionUrl, goodApplication())).status;
	expect([await send(), await send()]).toEqual([500, 503]);
	const { error } = await n8n.session.waitForExecution(workflowId);
	expect(error).toMatch(message);
	await n8n.session.updateCredential(credentialId, 'Corrected', CREDENTIAL_TYPE, BEARER);
	await waitUntil('the corrected credential to be used', async () => (await send()) === 200);
});

let url: string;
beforeAll(async () => {
	url = (await publishReceiver(n8n)).productionUrl;
});

const BODY = JSON.stringify(goodApplication({ attachments: [] }));
const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data; boundary=x';
const FORM = '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--';

it.each<[string, number, OutgoingHttpHeaders, string?]>([
	['Authorization in another letter case', 200, { aUTHORIZATION: `bEARER ${TOKEN}` }],
	['two tokens, the first one wrong', 401, { Authorization: ['Bearer wrong', `Bearer ${TOKEN}`] }],
	['an Authorization header in Latin-1', 401, { Authorization: 'Bearer \xe9\xe8' }],
	['two content types, the first wrong', 415, { 'Content-Type': ['text/plain', JSON_TYPE] }],
	['no content type', 415, { 'Content-Type': [] }],
	['an empty body', 422, {}, ''],
	['a body that n8n parses as a form', 415, { 'Content-Type': MULTIPART }, FORM],
])('a request with %s gets %i', async (_name, status, headers, body = BODY) => {
	const { port, pathname } = new URL(url);
	expect((await sendRaw(Number(port), pathname, { headers, body })).status).toBe(status);
});

it("n8n's log says what was refused, checked, and failed, without a secret or a name", async () => {
	const withQuery = { authentication: 'query', queryParameter: 'key', token: DIFFICULT };
	const { productionUrl } = await publishReceiver(n8n, { credential: withQuery });
	const sendWith = async (key: string) =>
		(await deliver(`${productionUrl}?key=${encodeURIComponent(key)}`, goodApplication())).status;
	expect([await sendWith(DIFFICULT), await sendWith(`${DIFFICULT}x`)]).toEqual([200, 401]);

	await deliver(`${n8n.url}/webhook/unknown`, {});
	// The response can arrive before this line is in the log file.
	const isLogged = () => n8n.log().includes('Received request for unknown webhook');
	await waitUntil('n8n to log the unknown webhook', isLogged, { seconds: 10 });
	const log = n8n.log();
	expect(log).toMatch(/CleverConnect Trigger refused an application from /);
	expect(log).toMatch(/CleverConnect Trigger checked an application from /);
	expect(log).toMatch(/Error in handling webhook request .*There was a problem executing/);
	for (const secret of [TOKEN, DIFFICULT, encodeURIComponent(DIFFICULT), 'Camille']) {
		expect(log).not.toContain(secret);
	}
});
