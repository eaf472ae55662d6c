import { n8n } from '../helpers/n8n.cts';
import { TRIGGER, createReceiver, publishReceiver } from '../../tools/n8n/client/workflow.cts';
import { application, send, sendAll, statusOf } from '../helpers/copies.cts';

it('only one of 20 concurrent copies of a delivery starts an execution', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const copies = Array.from({ length: 20 }, () => application(1));
	const statuses = (await sendAll(productionUrl, copies, 20)).map(statusOf);
	expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1);
	for (const status of statuses) expect(['accepted', 'duplicate', 503]).toContain(status);
	expect(await send(productionUrl, application(1))).toEqual({
		status: 200,
		text: '{"status":"duplicate","id":1}',
	});
	expect(await n8n.session.waitForExecutions(workflowId, 1)).toHaveLength(1);
});

it('every copy to the test URL starts an execution', async () => {
	const { testUrl, workflowId } = await createReceiver(n8n.url, n8n.session, { name: 'Test' });
	for (const expected of [1, 2]) {
		await n8n.session.listen(workflowId, TRIGGER);
		expect(statusOf(await send(testUrl, application(1)))).toBe('accepted');
		await n8n.session.waitForExecutions(workflowId, expected);
	}
});
