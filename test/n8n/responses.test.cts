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
	/** Replaces the credential once the workflow is published. */
	readonly credential?: object;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** Whether the application is sent twice. The test checks the second response. */
	readonly isRepeated?: boolean;
}

async function send({ options, credential, body, headers, isRepeated }: Sent): Promise<Response> {
	const { productionUrl, credentialId } = await publishReceiver(n8n, options);
	if (credential) {
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	}
	const deliverOnce = async () => await deliver(productionUrl, body ?? goodApplication(), headers);
	if (isRepeated) await deliverOnce();
	return await deliverOnce();
}

const BEARER = { authentication: 'bearer', token: TOKEN };
const ELSEWHERE = { ...BEARER, allowedIps: '203.0.113.7' };
const UNSOUND = { ...BEARER, token: '' };
const { email: _email, ...candidate } = goodApplication().candidate;
const missing = { issues: [{ code: 'required', path: '/candidate/email' }] };
/** Compressed, because n8n would disconnect before it has received all of a body that is too large. */
const tooLarge = () =>
	gzipSync(JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) })));

it.each<[string, number, object, () => Sent]>([
	['a valid application', 200, { status: 'accepted', id: 4711 }, () => ({})],
	[
		'an application with an issue',
		200,
		{ status: 'accepted', ...missing },
		() => ({ body: { ...goodApplication(), candidate } }),
	],
	['a copy', 200, { status: 'duplicate', id: 4711 }, () => ({ isRepeated: true })],
	['a check', 200, { status: 'checked' }, () => ({ headers: { 'x-check-only': 'true' } })],
	['no token', 401, { title: 'Unauthorized' }, () => ({ headers: { authorization: '' } })],
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
		'a form',
		415,
		{ title: 'Unsupported Media Type' },
		() => ({
			body: 'id=4711',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
		}),
	],
	[
		'no candidate',
		422,
		{ issues: [{ code: 'required', path: '/candidate' }] },
		() => ({ body: { id: 4711 } }),
	],
	['a body that is cut off', 422, {}, () => ({ body: '{"id":' })],
	['an unsound credential', 500, {}, () => ({ credential: UNSOUND })],
	[
		'an unsound credential again',
		503,
		{ title: 'Service Unavailable' },
		() => ({ credential: UNSOUND, isRepeated: true }),
	],
	[
		'a body that is too large for n8n',
		500,
		{},
		() => ({ body: tooLarge(), headers: { 'content-encoding': 'gzip' } }),
	],
])('%s gets %d with %j', async (_name, status, expected, compose) => {
	const response = await send(compose());
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
	expect(await send()).toBe(500);
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

it("n8n's log says what was refused, checked, and failed", async () => {
	await deliver(`${n8n.url}/webhook/unknown`, {});
	// The response can arrive before this line is in the log file.
	const isLogged = () => n8n.log().includes('Received request for unknown webhook');
	await waitUntil('n8n to log the unknown webhook', isLogged, { seconds: 10 });
	const log = n8n.log();
	expect(log).toMatch(/CleverConnect Trigger refused an application from /);
	expect(log).toMatch(/CleverConnect Trigger checked an application from /);
	expect(log).toMatch(/Error in handling webhook request .*There was a problem executing/);
});
