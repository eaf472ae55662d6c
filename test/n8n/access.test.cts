import { setTimeout as sleep } from 'node:timers/promises';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

/** The time within which a change to the credential takes effect. */
const CREDENTIAL_DELAY_MS = 5000;

describe('a credential with an expression that does not return text', () => {
	const credential = { authentication: 'bearer', token: TOKEN, allowedIps: '={{ $vars.gone }}' };
	const message = /'Allowed IP Addresses'/;

	it('fails the credential test with a message that names the fault', async () => {
		const { credentialId } = await publishReceiver(n8n);
		expect(
			await n8n.session.testCredential(credentialId, 'Credential', CREDENTIAL_TYPE, credential),
		).toEqual({ status: 'Error', message: expect.stringMatching(message) as string });
	});

	it('prevents publishing the workflow', async () => {
		await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
	});

	it('makes deliveries fail with 500, and with an execution that names the fault', async () => {
		const { credentialId, productionUrl, workflowId } = await publishReceiver(n8n);
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
		await sleep(CREDENTIAL_DELAY_MS);
		expect((await deliver(productionUrl, goodApplication())).status).toBe(500);
		const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
		expect(execution).toMatchObject({
			status: 'error',
			error: expect.stringMatching(message) as string,
		});
	});
});
