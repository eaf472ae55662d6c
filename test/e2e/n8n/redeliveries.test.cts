import { rename, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { startHttpServer } from '../../../tools/n8n/httpServer.cts';
import { waitUntil } from '../../../tools/waitUntil.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import {
	FAILING_NODE,
	TOKEN,
	TRIGGER,
	createReceiver,
	deliver,
	publishReceiver,
} from '../../../tools/n8n/workflow.cts';

jest.setTimeout(600_000);

let n8n: Instance;

beforeAll(async () => {
	n8n = await startInstance({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
});

afterAll(async () => await n8n?.stop());

const application = (id: number) => JSON.stringify(goodApplication({ id }));

interface Outcome {
	readonly status: number;
	readonly text: string;
}

async function send(url: string, body: string): Promise<Outcome> {
	const response = await deliver(url, body);
	return { status: response.status, text: await response.text() };
}

/** Sends all bodies, at most `concurrency` at the same time. */
async function sendAll(url: string, bodies: readonly string[], concurrency: number) {
	const queue = bodies.entries();
	const outcomes: Outcome[] = [];
	const lane = async () => {
		for (const [index, body] of queue) outcomes[index] = await send(url, body);
	};
	await Promise.all(Array.from({ length: concurrency }, lane));
	return outcomes;
}

const standingOf = ({ text }: Outcome) => (JSON.parse(text) as { status: string | number }).status;

it('of 20 concurrent copies of one delivery, one starts the workflow', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const copies = Array.from({ length: 20 }, () => application(1));
	const standings = (await sendAll(productionUrl, copies, 20)).map(standingOf);
	expect(standings.filter((standing) => standing === 'accepted')).toHaveLength(1);
	for (const standing of standings) expect(['accepted', 'duplicate', 503]).toContain(standing);
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
	expect(new Set(first.map(standingOf))).toEqual(new Set(['accepted']));
	const again = await sendAll(productionUrl, bodies, 20);
	expect(new Set(again.map(standingOf))).toEqual(new Set(['duplicate']));
	expect(await n8n.session.countExecutions(workflowId)).toBe(200);
});

it('the same id with other bytes is an update', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	expect(standingOf(await send(productionUrl, application(1)))).toBe('accepted');
	expect(standingOf(await send(productionUrl, `${application(1)} `))).toBe('accepted');
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

it('a delivery whose files could not be stored is accepted again', async () => {
	const { workflowId, productionUrl } = await publishReceiver(n8n);
	const store = path.join(n8n.folder, 'storage');
	await rename(store, `${store}.away`);
	await writeFile(store, 'a file where a folder should be');
	expect((await send(productionUrl, application(1))).status).toBe(500);
	await rm(store);
	await rename(`${store}.away`, store);
	expect(standingOf(await send(productionUrl, application(1)))).toBe('accepted');
	expect(standingOf(await send(productionUrl, application(1)))).toBe('duplicate');
	expect(await n8n.session.waitForExecutions(workflowId, 2)).toHaveLength(2);
});

it('a sender who hangs up before the answer is known when it comes again', async () => {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const ats = await startHttpServer(async () => {
		await released;
		return { status: 200 };
	});
	try {
		const { productionUrl, workflowId } = await publishReceiver(n8n, {
			parameters: { responseMode: 'lastNode' },
			next: [
				{
					name: 'ATS',
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					parameters: { url: ats.url, options: {} },
				},
			],
		});
		const request = http.request(productionUrl, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
		});
		request.on('error', () => {});
		request.end(application(1));
		await waitUntil('the workflow to run', () => ats.requests.length > 0);
		request.destroy();
		const sendAgain = async () => standingOf(await send(productionUrl, application(1)));
		expect(await sendAgain()).toBe(503);

		release();
		await n8n.session.waitForExecutions(workflowId, 1);
		const standing = await waitUntil('n8n to take note', async () => {
			const found = await sendAgain();
			return found !== 503 && found;
		});
		expect(standing).toBe('duplicate');
		expect(await n8n.session.countExecutions(workflowId)).toBe(1);
	} finally {
		await ats.stop();
	}
});

it('every copy is shown while somebody listens for a test', async () => {
	const { testUrl, workflowId } = await createReceiver(n8n.url, n8n.session, { name: 'Test' });
	for (const expected of [1, 2]) {
		await n8n.session.listen(workflowId, TRIGGER);
		expect(standingOf(await send(testUrl, application(1)))).toBe('accepted');
		await n8n.session.waitForExecutions(workflowId, expected);
	}
});

it.each(['SIGTERM', 'SIGKILL'] as const)(
	'after n8n was ended by %s, the last 100 deliveries are still known',
	async (signal) => {
		const { productionUrl, workflowId } = await publishReceiver(n8n);
		const bodies = Array.from({ length: 110 }, (_, index) => application(index));
		await sendAll(productionUrl, bodies, 10);
		await n8n.restart(signal);
		const again = await sendAll(productionUrl, bodies.slice(-100), 10);
		expect(again.map(standingOf).filter((standing) => standing !== 'duplicate')).toEqual([]);
		expect(await n8n.session.countExecutions(workflowId)).toBe(110);
	},
);

it('a copy of the workflow starts afresh, and what is kept holds nothing of a candidate', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	await send(productionUrl, application(1));
	const workflow = await n8n.session.readWorkflow(workflowId);
	const kept = JSON.stringify(workflow.staticData);
	expect(kept).toContain('redeliveries');
	expect(kept).not.toMatch(/Camille|example|BAKER/);
	expect(kept.length).toBeLessThan(300);

	const copy = await publishReceiver(n8n, { staticData: workflow.staticData as object });
	expect(standingOf(await send(copy.productionUrl, application(1)))).toBe('accepted');
});
