import { gzipSync } from 'node:zlib';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { application, send, sendAll, statusOf } from '../helpers/copies.cts';
import { findTraces } from '../helpers/findTraces.cts';
import { readItem } from '../helpers/items.cts';
import { n8n } from '../helpers/n8n.cts';

it('a valid application is stored and confirmed, and its item contains the files byte for byte', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const body = JSON.stringify(goodApplication());
	const before = Date.now();
	expect(await send(productionUrl, body)).toEqual({
		status: 200,
		text: '{"status":"accepted","id":4711}',
	});
	const { json, binary } = await readItem(n8n.session, workflowId, TRIGGER);
	expect(await n8n.session.readFiles(binary)).toEqual({ resume: resumePdf, letter: letterDocx });
	expect(binary).toMatchObject({
		resume: { fileName: 'Camille Example CV.pdf', mimeType: 'application/pdf' },
		letter: { fileName: 'Lettre de motivation.docx', mimeType: DOCX_TYPE },
	});
	expect(json).toMatchObject({
		candidate: goodApplication().candidate,
		attachments: [{ binaryField: 'resume', sha256: sha256(resumePdf) }, { binaryField: 'letter' }],
		issues: [],
		receipt: {
			sourceIp: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/) as string,
			bodySha256: sha256(body),
		},
	});
	const { receivedAt } = json.receipt as { receivedAt: string };
	expect(Date.parse(receivedAt)).toBeGreaterThanOrEqual(before - 1);
	expect(Date.parse(receivedAt)).toBeLessThanOrEqual(Date.now() + 1);

	const encoding = { 'content-encoding': 'gzip' };
	const compressed = await deliver(productionUrl, gzipSync(body), encoding);
	expect(await compressed.json()).toEqual({ status: 'duplicate', id: 4711 });
});

it('only one of 20 concurrent copies of a delivery starts an execution', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const copies = Array.from({ length: 20 }, () => application(1));
	const statuses = (await sendAll(productionUrl, copies, 20)).map(statusOf);
	expect(statuses.filter((status) => status === 'accepted')).toHaveLength(1);
	for (const status of statuses) expect(['accepted', 'duplicate', 503]).toContain(status);
	expect(statusOf(await send(productionUrl, application(1)))).toBe('duplicate');
	expect(await n8n.session.waitForExecutions(workflowId, 1)).toHaveLength(1);
});

it('a check leaves no execution, file, or static data, and is no first copy', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const email = 'checked.example@example.com';
	const body = JSON.stringify(
		goodApplication({
			candidate: { ...goodApplication().candidate, email },
			attachments: [{ type: 'resume', content: makePdf([email]).toString('base64') }],
		}),
	);
	const checks = Array.from({ length: 20 }, async () => {
		const response = await deliver(productionUrl, body, { 'x-check-only': 'true' });
		return ((await response.json()) as { status: string }).status;
	});
	expect(new Set(await Promise.all(checks))).toEqual(new Set(['checked']));
	expect(await findTraces(email, n8n.folder)).toEqual([]);
	expect(await n8n.session.countExecutions(workflowId)).toBe(0);
	expect((await n8n.session.readWorkflow(workflowId)).staticData).toBeNull();
	expect(statusOf(await send(productionUrl, body))).toBe('accepted');
	await n8n.session.waitForExecutions(workflowId, 1);
	expect(await findTraces(email, n8n.folder)).not.toEqual([]);
});

it('n8n serves the output schema of the trigger', async () => {
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const response = await fetch(`${n8n.url}/schemas/${type}/2.0.0.json`);
	expect(await response.json()).toMatchObject({
		properties: { jobId: { type: 'string' }, receipt: { type: 'object' } },
	});
});
