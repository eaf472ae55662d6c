import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import {
	FAILING_NODE,
	TRIGGER,
	createReceiver,
	publishReceiver,
} from '../../../tools/n8n/workflow.cts';
import { application, send, sendAll, statusOf } from './copies.cts';

jest.setTimeout(600_000);

let n8n: Instance;

beforeAll(async () => {
	n8n = await startInstance({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
});

afterAll(async () => await n8n?.stop());

it('of 20 concurrent copies of one delivery, one starts the workflow', async () => {
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

it('200 deliveries, and then all of them again, start the workflow 200 times', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const bodies = Array.from({ length: 200 }, (_, index) => application(index));
	const first = await sendAll(productionUrl, bodies, 20);
	expect(new Set(first.map(statusOf))).toEqual(new Set(['accepted']));
	const again = await sendAll(productionUrl, bodies, 20);
	expect(new Set(again.map(statusOf))).toEqual(new Set(['duplicate']));
	expect(await n8n.session.countExecutions(workflowId)).toBe(200);
});

it('the same id with other bytes is an update', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	expect(statusOf(await send(productionUrl, application(1)))).toBe('accepted');
	expect(statusOf(await send(productionUrl, `${application(1)} `))).toBe('accepted');
	expect(await n8n.session.waitForExecutions(workflowId, 2)).toHaveLength(2);
});

it('a delivery whose workflow failed, with When Last Node Finishes, is accepted again', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		parameters: { responseMode: 'lastNode' },
		next: [FAILING_NODE],
	});
	expect((await send(productionUrl, application(1))).status).toBe(500);
	expect((await send(productionUrl, application(1))).status).toBe(500);
	expect(await n8n.session.waitForExecutions(workflowId, 2)).toHaveLength(2);
});

it('every copy is shown while somebody listens for a test', async () => {
	const { testUrl, workflowId } = await createReceiver(n8n.url, n8n.session, { name: 'Test' });
	for (const expected of [1, 2]) {
		await n8n.session.listen(workflowId, TRIGGER);
		expect(statusOf(await send(testUrl, application(1)))).toBe('accepted');
		await n8n.session.waitForExecutions(workflowId, expected);
	}
});

it('a copy of the workflow starts afresh, and what is kept holds nothing of a candidate', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	await send(productionUrl, application(1));
	const workflow = await n8n.session.readWorkflow(workflowId);
	const kept = JSON.stringify(workflow.staticData);
	expect(kept).toContain('cleverConnectTrigger');
	expect(kept).not.toMatch(/Camille|example|BAKER/);
	expect(kept.length).toBeLessThan(300);

	const copy = await publishReceiver(n8n, { staticData: workflow.staticData as object });
	expect(statusOf(await send(copy.productionUrl, application(1)))).toBe('accepted');
});
