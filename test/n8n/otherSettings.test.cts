import {
	createReceiver,
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication, letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_PROXY_HOPS: '1',
		N8N_DEFAULT_BINARY_DATA_MODE: 'default',
		// When it starts, n8n registers all URLs again.
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false',
	});
});

afterAll(async () => await n8n?.stop());

const bearer = { authentication: 'bearer', token: TOKEN };
const body = goodApplication({ attachments: [] });

it("with binary data in the items, an item has the files byte for byte and the client's address", async () => {
	const receiver = await createReceiver(n8n.url, n8n.session, {
		credential: { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.0/24' },
	});
	await n8n.session.publish(receiver.workflowId);
	const send = async (forwardedFor: string) =>
		await deliver(receiver.productionUrl, goodApplication(), { 'x-forwarded-for': forwardedFor });

	expect((await send('198.51.100.1')).status).toBe(403);
	expect(n8n.log()).not.toContain('set N8N_PROXY_HOPS');
	expect((await send('203.0.113.7, 198.51.100.1')).status).toBe(403);
	expect((await send('198.51.100.1, 203.0.113.7')).status).toBe(200);

	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
	expect(item?.json.receipt).toMatchObject({ sourceIp: '203.0.113.7' });
	expect(item?.binary?.resume?.id).toBeUndefined();
	expect(await n8n.session.readFiles(item?.binary)).toEqual({
		resume: resumePdf,
		letter: letterDocx,
	});
});

it('without a token, a web page cannot deliver, even from an allowed address', async () => {
	const receiver = await publishReceiver(n8n, {
		credential: { authentication: 'none', allowedIps: '203.0.113.7' },
	});
	const headers = { authorization: '', 'x-forwarded-for': '203.0.113.7' };
	const preflight = await fetch(receiver.productionUrl, {
		method: 'OPTIONS',
		headers: {
			origin: 'https://attacker.example.com',
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'content-type',
		},
	});
	expect(preflight.headers.get('access-control-allow-origin')).toBe('https://attacker.example.com');
	const posted = await deliver(receiver.productionUrl, body, {
		...headers,
		origin: 'https://attacker.example.com',
	});
	expect(posted.status).toBe(403);
	expect((await deliver(receiver.productionUrl, body, headers)).status).toBe(200);
	expect(await n8n.session.waitForExecutions(receiver.workflowId, 1)).toHaveLength(1);
});

it.each([
	['203.0.113.7:4711', 200],
	['[2001:db8::1]:4711', 200],
	['[2001:db8::2]:4711', 403],
	['203.0.113.8:4711', 403],
])('a delivery with the forwarded address %s gets %d', async (forwardedFor, status) => {
	const receiver = await publishReceiver(n8n, {
		credential: { ...bearer, allowedIps: '203.0.113.7, 2001:db8::1' },
	});
	const headers = { 'x-forwarded-for': forwardedFor };
	expect((await deliver(receiver.productionUrl, body, headers)).status).toBe(status);
});

it('after a restart with an invalid credential, n8n returns 500 until the credential is corrected', async () => {
	const { credentialId, productionUrl } = await publishReceiver(n8n);
	const send = async () => (await deliver(productionUrl, goodApplication())).status;
	const setToken = async (token: string) =>
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, {
			authentication: 'bearer',
			token,
		});

	await setToken('short');
	expect(await send()).toBe(500);
	await n8n.restart('SIGTERM');
	expect(await send()).toBe(500);
	await setToken(TOKEN);
	await waitUntil('the corrected credential to be used', async () => (await send()) === 200);
});
