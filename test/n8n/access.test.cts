import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
} from '../../tools/n8n/client/workflow.cts';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const bearer = { authentication: 'bearer', token: TOKEN };

/** Delivers an application, which fails, and returns the error of its execution. */
async function deliverInVain({
	productionUrl,
	workflowId,
}: Awaited<ReturnType<typeof publishReceiver>>) {
	expect((await deliver(productionUrl, goodApplication())).status).toBe(500);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	return execution?.error;
}

it('an expression that does not return text prevents publishing, and makes deliveries fail', async () => {
	const credential = { ...bearer, allowedIps: '={{ $vars.gone }}' };
	const message = /'Allowed IP Addresses'/;
	await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
	const receiver = await publishReceiver(n8n);
	const { credentialId } = receiver;
	await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	expect(await deliverInVain(receiver)).toMatch(message);
});

it('a trigger without a credential cannot be published', async () => {
	const { workflowId } = await publishReceiver(n8n);
	await n8n.session.changeNode(workflowId, TRIGGER, { credentials: {} });
	await expect(n8n.session.publish(workflowId)).rejects.toThrow(/credential/i);
});

it('another credential can be selected after the first credential is deleted', async () => {
	const receiver = await publishReceiver(n8n);
	const { credentialId, productionUrl, workflowId } = receiver;
	await n8n.session.deleteCredential(credentialId);
	expect(await deliverInVain(receiver)).toMatch(/^Credential with ID ".*" does not exist/);

	const id = await n8n.session.createCredential('Another', CREDENTIAL_TYPE, bearer);
	await n8n.session.changeNode(workflowId, TRIGGER, {
		credentials: { [CREDENTIAL_TYPE]: { id, name: 'Another' } },
	});
	await n8n.session.publish(workflowId);
	expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
});
