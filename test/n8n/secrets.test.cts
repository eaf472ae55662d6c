import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';
import { deliver, publishReceiver, TOKEN } from '../../tools/n8n/client/workflow.cts';

const WITH_QUERY = { authentication: 'query', queryParameter: 'key' };
const DIFFICULT = 'a-token+with/difficult=characters&more#and%41';
const OTHER_TOKEN = 'the-token-of-somebody-else';

it('n8n stores no token, and logs neither a token nor a name', async () => {
	const credential = { ...WITH_QUERY, token: DIFFICULT };
	const { productionUrl, workflowId } = await publishReceiver(n8n, { credential });
	const sendWith = async (key: string) =>
		await deliver(`${productionUrl}?key=${encodeURIComponent(key)}`, goodApplication(), {
			authorization: '',
		});
	expect((await sendWith(DIFFICULT)).status).toBe(200);
	expect((await sendWith(OTHER_TOKEN)).status).toBe(401);

	const { id } = await n8n.session.waitForExecution(workflowId);
	const { body } = await n8n.session.try('GET', `/executions/${id}`);
	expect(n8n.log()).toContain('CleverConnect Trigger refused an application');
	const text = `${JSON.stringify(body)}\n${n8n.log()}`;
	for (const secret of [TOKEN, DIFFICULT, OTHER_TOKEN]) {
		expect(text).not.toContain(secret);
		expect(text).not.toContain(encodeURIComponent(secret));
	}
	expect(n8n.log()).not.toContain('Camille');
});
