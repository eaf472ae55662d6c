import {
	createReceiver,
	deliver,
	publishReceiver,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const HEADER = 'x-cleverconnect-ticket';
const sendWith = async (url: string, ticket: string) =>
	await deliver(url, goodApplication(), { authorization: '', [HEADER]: ticket });

it('at the test URL, a GET does not end the waiting, and its ticket replaces the token', async () => {
	const { workflowId, testUrl } = await createReceiver(n8n);
	await n8n.session.listen(workflowId, TRIGGER);
	const page = await fetch(`${testUrl}?<script>`, { headers: { origin: 'https://example.com' } });
	expect(await page.text()).toContain('<h1>Send a test application</h1>');
	const ticket = String((await fetch(testUrl)).headers.get(HEADER));
	expect(await (await sendWith(testUrl, ticket)).json()).toMatchObject({ status: 'accepted' });
	const execution = await n8n.session.waitForExecution(workflowId);
	expect(execution.itemOf(TRIGGER).json).toMatchObject({ id: 4711, issues: [] });
	expect((await fetch(testUrl)).status).toBe(404);

	await n8n.session.listen(workflowId, TRIGGER);
	const expired = ticket.replace(/^\d+/, String(Date.now() - 1));
	expect((await sendWith(testUrl, expired)).ok).toBe(false);
});

it('at the production URL, a ticket counts for nothing, and a GET gets 405 and starts nothing', async () => {
	const { workflowId, testUrl, productionUrl } = await publishReceiver(n8n);
	await n8n.session.listen(workflowId, TRIGGER);
	const ticket = String((await fetch(testUrl)).headers.get(HEADER));
	expect((await sendWith(productionUrl, ticket)).status).toBe(401);
	const response = await fetch(productionUrl);
	expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
	expect(await n8n.session.countExecutions(workflowId)).toBe(0);
});
