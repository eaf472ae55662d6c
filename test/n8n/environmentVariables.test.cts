import {
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

it("with binary data in the items, an item has the files byte for byte and the client's address", async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		credential: { ...bearer, allowedIps: '203.0.113.0/24' },
	});
	for (const [forwardedFor, expected] of [
		['198.51.100.1', 403],
		['203.0.113.7, 198.51.100.1', 403],
		['198.51.100.1, 203.0.113.7:4711', 200],
	] as const) {
		const headers = { 'x-forwarded-for': forwardedFor };
		const { status } = await deliver(productionUrl, goodApplication(), headers);
		expect([forwardedFor, status]).toEqual([forwardedFor, expected]);
	}

	const execution = await n8n.session.waitForExecution(workflowId);
	const { json, binary } = execution.itemOf(TRIGGER);
	expect(json.receipt).toMatchObject({ sourceIp: '203.0.113.7' });
	expect(binary?.resume?.id).toBeUndefined();
	expect(await n8n.session.readFiles(binary)).toEqual({ resume: resumePdf, letter: letterDocx });
});

it('after a restart with an invalid credential, n8n returns 500 until the credential is corrected', async () => {
	const { credentialId, productionUrl } = await publishReceiver(n8n);
	const send = async () => (await deliver(productionUrl, goodApplication())).status;
	const setToken = async (token: string) =>
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, {
			...bearer,
			token,
		});

	await setToken('short');
	await n8n.restart('SIGTERM');
	expect(await send()).toBe(500);
	await setToken(TOKEN);
	await waitUntil('the corrected credential to be used', async () => (await send()) === 200);
});
