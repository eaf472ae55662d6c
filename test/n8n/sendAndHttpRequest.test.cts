import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { run } from '../../tools/common/command.cts';
import { n8n } from '../helpers/n8n.cts';
import {
	connect,
	CREDENTIAL_TYPE,
	publishReceiver,
	TOKEN,
} from '../../tools/n8n/client/workflow.cts';

const WITH_QUERY = { authentication: 'query', queryParameter: 'key' };
const DIFFICULT = 'a-token+with/difficult=characters&more#and%41';
const OTHER_TOKEN = 'the-token-of-somebody-else';

it('npm run send gets the listed response to each fault', async () => {
	const { productionUrl } = await publishReceiver(n8n);
	const args = ['tools/run.mjs', 'send', productionUrl, '--fault', 'all'];
	const env = { CLEVERCONNECT_TOKEN: TOKEN };
	const output = await run(process.execPath, args, { env });
	expect(output).toContain('Every answer was as expected');
});

/** Sends an application with n8n's HTTP Request node and this token, and returns the sending workflow's execution. */
async function sendWith(url: string, token: string) {
	const credential = { ...WITH_QUERY, token };
	const id = await n8n.session.createCredential('Sender', CREDENTIAL_TYPE, credential);
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const request = {
		name: 'Send',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify(goodApplication()),
		},
		credentials: { [CREDENTIAL_TYPE]: { id, name: 'Sender' } },
	};
	const nodes = [start, request];
	const workflow = { name: 'Sender', nodes, connections: connect('Start', 'Send') };
	return await n8n.session.runManually(await n8n.session.createWorkflow(workflow), 'Start');
}

it("n8n's HTTP Request node delivers an application with the credential, and n8n stores and logs no token", async () => {
	const credential = { ...WITH_QUERY, token: DIFFICULT };
	const { productionUrl, workflowId } = await publishReceiver(n8n, { credential });
	const accepted = await sendWith(productionUrl, DIFFICULT);
	expect(accepted.itemOf('Send').json).toEqual({ status: 'accepted', id: 4711 });
	const refused = await sendWith(productionUrl, OTHER_TOKEN);
	expect(refused.error).toMatch(/authoriz/i);

	const received = await n8n.session.waitForExecution(workflowId);
	const stored = [accepted, refused, received].map(async ({ id }) => {
		const { body } = await n8n.session.try('GET', `/executions/${id}`);
		return JSON.stringify(body);
	});
	expect(n8n.log()).toContain('CleverConnect Trigger refused an application');
	const text = [...(await Promise.all(stored)), n8n.log()].join('\n');
	for (const secret of [TOKEN, DIFFICULT, OTHER_TOKEN]) {
		expect(text).not.toContain(secret);
		expect(text).not.toContain(encodeURIComponent(secret));
	}
	expect(n8n.log()).not.toContain('Camille');
});
