import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { n8n } from '../helpers/n8n.cts';

const bearer = { authentication: 'bearer', token: TOKEN };

it('an expression that does not return text prevents publishing, and makes deliveries fail until it is corrected', async () => {
	const credential = { ...bearer, allowedIps: '={{ $vars.gone }}' };
	const message = /'Allowed IP Addresses'/;
	await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
	const { credentialId, productionUrl, workflowId } = await publishReceiver(n8n);
	await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	const send = async () => (await deliver(productionUrl, goodApplication())).status;
	expect(await send()).toBe(500);
	const { error } = await n8n.session.waitForExecution(workflowId);
	expect(error).toMatch(message);
	await n8n.session.updateCredential(credentialId, 'Corrected', CREDENTIAL_TYPE, bearer);
	await waitUntil('the corrected credential to be used', async () => (await send()) === 200);
});

it('a trigger without a credential cannot be published', async () => {
	const { workflowId } = await publishReceiver(n8n);
	await n8n.session.changeNode(workflowId, TRIGGER, { credentials: {} });
	await expect(n8n.session.publish(workflowId)).rejects.toThrow(/credential/i);
});
