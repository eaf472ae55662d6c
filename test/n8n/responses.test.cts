import type { OutgoingHttpHeaders } from 'node:http';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { readBlocks } from '../../tools/docs/page.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { DOCUMENTED_RESPONSES, LAST_NODE, type Sent } from '../helpers/documentedResponses.cts';
import { send as sendRaw } from '../helpers/http.cts';
import { n8n } from '../helpers/n8n.cts';

async function send(sent: Sent = {}): Promise<Response> {
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
