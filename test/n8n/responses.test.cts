import type { OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { readBlocks } from '../../tools/docs/page.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	FAILING_NODE,
	publishReceiver,
	TOKEN,
	waitingNode,
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
	/** How the application is sent twice. The test then checks the response to the duplicate. */
	readonly twice?: 'in turn' | 'at once';
}

const { email: _email, ...candidate } = goodApplication().candidate;

const LAST_NODE = { parameters: { responseMode: 'lastNode' } };

/** The requests that produce the responses in docs/answers.md, by the names in the `test:` comments above these. */
const DOCUMENTED_RESPONSES: Readonly<Record<string, Sent>> = {
	accepted: {},
	'accepted-with-issues': { body: { ...goodApplication(), candidate } },
	duplicate: { twice: 'in turn' },
	checked: {
		body: goodApplication({ attachments: (goodApplication().attachments ?? []).slice(0, 1) }),
		headers: { 'x-check-only': 'true' },
	},
	'wrong-token': { headers: { authorization: '' } },
	'address-not-allowed': {
		options: { credential: { authentication: 'none', allowedIps: '203.0.113.7' } },
		headers: { 'x-forwarded-for': '203.0.113.7' },
	},
	'file-too-large': {
		options: { parameters: { options: { maxFileSize: 5 } } },
		body: goodApplication({
			attachments: [{ content: Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64') }],
		}),
	},
	'not-announced-as-json': {
		body: 'id=4711',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	},
	'no-application': { body: { id: 4711 } },
	'no-json': { body: '{"id":' },
	'unsound-credential': { credential: { authentication: 'none' } },
	'unsound-credential-between-failures': {
		credential: { authentication: 'none' },
		twice: 'in turn',
	},
	'workflow-failed': { options: { ...LAST_NODE, next: [FAILING_NODE] } },
	'too-large-for-n8n': {
		// Compressed, because n8n would disconnect before it has received all of a body that is too large.
		get body() {
			return gzipSync(JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) })));
		},
		headers: { 'content-encoding': 'gzip' },
	},
	'duplicate-in-progress': {
		options: { ...LAST_NODE, next: [waitingNode(3)] },
		twice: 'at once',
	},
};

async function send(sent: Sent | undefined): Promise<Response> {
	if (!sent) throw new Error('the page has a response without a request in this file');
	const { options, credential, body = goodApplication(), headers, twice } = sent;
	const { productionUrl, credentialId } = await publishReceiver(n8n, options);
	if (credential) {
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	}
	const deliverOnce = async () => await deliver(productionUrl, body, headers);
	if (twice === 'at once') {
		const responses = await Promise.all([deliverOnce(), deliverOnce()]);
		return responses.find(({ status }) => status !== 200) ?? Response.error();
	}
	if (twice) await deliverOnce();
	return await deliverOnce();
}

/** Parses a response, and replaces the values that always differ. */
const parse = (text: string): unknown =>
	JSON.parse(text, (name, value: unknown) => {
		if (name === 'receivedAt' || name === 'sourceIp') return name;
		return typeof value === 'string' ? value.replace(/[\da-f]{8}(?:-[\da-f]+){4}/g, 'ID') : value;
	});

it.each(readBlocks('answers.md').filter(({ language }) => language === 'json'))(
	'the response "$heading" is as documented',
	async ({ name = '', heading, code }) => {
		const response = await send(DOCUMENTED_RESPONSES[name]);
		expect(response.status).toBe(Number.parseInt(heading, 10));
		expect(parse(await response.text())).toEqual(parse(code));
	},
);

it('with Respond: When Last Node Finishes, the response is 200 without a body', async () => {
	const response = await send({ options: LAST_NODE });
	expect([response.status, await response.text()]).toEqual([200, '']);
});

const BEARER = { authentication: 'bearer', token: TOKEN };

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

it("n8n's log has the lines that troubleshooting.md describes for these responses", async () => {
	await deliver(`${n8n.url}/webhook/unknown`, {});
	// The response can arrive before this line is in the log file.
	const isLogged = () => n8n.log().includes('Received request for unknown webhook');
	await waitUntil('n8n to log the unknown webhook', isLogged, { seconds: 10 });
	const log = n8n.log();
	expect(log).toMatch(/CleverConnect Trigger refused a delivery from /);
	expect(log).toMatch(/CleverConnect Trigger checked an application from /);
	expect(log).toMatch(/Error in handling webhook request .*There was a problem executing/);
});
