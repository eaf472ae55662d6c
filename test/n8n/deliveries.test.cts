import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { findTraces } from '../helpers/findTraces.cts';
import { n8n } from '../helpers/n8n.cts';
import type { Item } from '../../tools/n8n/client/session.cts';
import {
	CREDENTIAL_TYPE,
	type Receiver,
	TOKEN,
	TRIGGER,
	deliver,
	publishReceiver,
} from '../../tools/n8n/client/workflow.cts';

/** Sends the first delivery to a receiver and returns its response and execution. */
async function deliverFirst(receiver: Receiver, body: unknown) {
	const response = await deliver(receiver.productionUrl, body);
	const answer = { status: response.status, body: await response.text() };
	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	if (!execution) throw new Error('the delivery has not started an execution');
	const outputs = execution.outputsOf(TRIGGER);
	const [[item] = []] = outputs;
	return { answer, execution, outputs, item };
}

const readFiles = async (item?: Item) => await n8n.session.readFiles(item?.binary);

async function expectProblem(response: Response, status: number, title: string) {
	expect(response.status).toBe(status);
	expect(response.headers.get('content-type')).toBe('application/problem+json');
	expect(await response.json()).toMatchObject({
		type: 'about:blank',
		title,
		status,
		detail: expect.stringMatching(/^[A-Z].*\.$/) as string,
	});
}

it('a check leaves no execution, file, or static data, and is no first copy', async () => {
	const receiver = await publishReceiver(n8n);
	const email = 'checked.example@example.com';
	const body = JSON.stringify(
		goodApplication({
			candidate: { ...goodApplication().candidate, email },
			attachments: [{ type: 'resume', content: makePdf([email]).toString('base64') }],
		}),
	);
	const checks = Array.from({ length: 20 }, async () => {
		const response = await deliver(receiver.productionUrl, body, { 'x-check-only': 'true' });
		return ((await response.json()) as { status: string }).status;
	});
	expect(new Set(await Promise.all(checks))).toEqual(new Set(['checked']));
	expect(await findTraces(email, n8n.folder)).toEqual([]);
	expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(0);
	expect((await n8n.session.readWorkflow(receiver.workflowId)).staticData).toBeNull();
	expect((await deliverFirst(receiver, body)).answer.body).toContain('accepted');
	expect(await findTraces(email, n8n.folder)).not.toEqual([]);
});

describe('a valid application', () => {
	it('is stored and confirmed, and its item contains the files byte for byte', async () => {
		const receiver = await publishReceiver(n8n);
		const body = JSON.stringify(goodApplication());
		const before = Date.now();
		const { answer, execution, item } = await deliverFirst(receiver, body);

		expect(answer).toEqual({ status: 200, body: '{"status":"accepted","id":4711}' });
		expect(execution.status).toBe('success');
		expect(await readFiles(item)).toEqual({ resume: resumePdf, letter: letterDocx });
		expect(item?.binary).toMatchObject({
			resume: { fileName: 'Camille Example CV.pdf', mimeType: 'application/pdf' },
			letter: { fileName: 'Lettre de motivation.docx', mimeType: DOCX_TYPE },
		});

		const { attachments, receipt, ...rest } = item?.json ?? {};
		const { attachments: _sent, ...sentRest } = goodApplication();
		expect(rest).toEqual({ ...sentRest, issues: [] });
		expect(attachments).toEqual([
			{
				type: 'resume',
				contentType: 'application/pdf',
				fileName: 'Camille Example CV.pdf',
				binaryField: 'resume',
				size: resumePdf.length,
				sha256: sha256(resumePdf),
				detectedType: 'application/pdf',
			},
			{
				type: 'letter',
				contentType: 'docx',
				fileName: 'Lettre de motivation.docx',
				binaryField: 'letter',
				size: letterDocx.length,
				sha256: sha256(letterDocx),
				detectedType: DOCX_TYPE,
			},
		]);
		expect(receipt).toEqual({
			receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
			sourceIp: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/) as string,
			bodySha256: sha256(body),
		});
		const { receivedAt } = receipt as { receivedAt: string };
		expect(Date.parse(receivedAt)).toBeGreaterThanOrEqual(before - 1);
		expect(Date.parse(receivedAt)).toBeLessThanOrEqual(Date.now() + 1);
	});

	it('may be compressed', async () => {
		const receiver = await publishReceiver(n8n);
		const body = JSON.stringify(goodApplication());
		const response = await deliver(receiver.productionUrl, gzipSync(body), {
			'content-encoding': 'gzip',
		});
		expect(response.status).toBe(200);
		const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
		expect(execution?.outputsOf(TRIGGER)[0]?.[0]?.json.receipt).toMatchObject({
			bodySha256: sha256(body),
		});
	});

	it("may be larger than n8n's default limit", async () => {
		const receiver = await publishReceiver(n8n);
		const file = Buffer.concat([resumePdf, randomBytes(15 * 1024 * 1024)]);
		const attachments = [{ type: 'resume' as const, content: file.toString('base64') }];
		const { answer, item } = await deliverFirst(receiver, goodApplication({ attachments }));
		expect(answer.status).toBe(200);
		expect((await readFiles(item)).resume?.equals(file)).toBe(true);
	});
});

it("X-Forwarded-For does not replace the sender's address, and the log contains a hint", async () => {
	const { productionUrl } = await publishReceiver(n8n, {
		credential: { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.7' },
	});
	const response = await deliver(productionUrl, goodApplication(), {
		'x-forwarded-for': '203.0.113.7',
	});
	await expectProblem(response, 403, 'Forbidden');
	expect(n8n.log()).toContain('set N8N_PROXY_HOPS');
});

it('a body that n8n parses in another way than JSON is refused with 415', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	for (const [contentType, body] of [
		['application/xml', '<id>1</id>'],
		['application/x-www-form-urlencoded', 'id=1'],
		[
			'multipart/form-data; boundary=x',
			'--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--',
		],
	] as const) {
		const response = await deliver(productionUrl, body, { 'content-type': contentType });
		await expectProblem(response, 415, 'Unsupported Media Type');
	}
	expect(await n8n.session.listExecutions(workflowId)).toEqual([]);
});

it('with Respond: When Last Node Finishes, the answer is 200 without a body', async () => {
	const receiver = await publishReceiver(n8n, { parameters: { responseMode: 'lastNode' } });
	const { answer } = await deliverFirst(receiver, goodApplication());
	expect(answer).toEqual({ status: 200, body: '' });
});

it('a trigger without a credential cannot be published', async () => {
	const workflowId = await n8n.session.createWorkflow({
		name: 'Without credential',
		nodes: [
			{
				id: randomUUID(),
				webhookId: randomUUID(),
				name: TRIGGER,
				type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
				typeVersion: 2,
				position: [0, 0],
				parameters: {},
			},
		],
		connections: {},
		settings: {},
	});
	await expect(n8n.session.publish(workflowId)).rejects.toThrow(/credential/i);
});

it('another credential can be selected after the first credential is deleted', async () => {
	const receiver = await publishReceiver(n8n);
	const { credentialId, productionUrl, workflowId } = receiver;
	await n8n.session.deleteCredential(credentialId);
	const { answer, execution } = await deliverFirst(receiver, goodApplication());
	expect(answer.status).toBe(500);
	expect(execution.error).toMatch(/^Credential with ID ".*" does not exist/);

	const name = 'Another';
	const data = { authentication: 'bearer', token: TOKEN };
	const id = await n8n.session.createCredential(name, CREDENTIAL_TYPE, data);
	await n8n.session.changeNode(workflowId, TRIGGER, {
		credentials: { [CREDENTIAL_TYPE]: { id, name } },
	});
	await n8n.session.publish(workflowId);
	expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
});

it('n8n serves the output schema of the trigger', async () => {
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const response = await fetch(`${n8n.url}/schemas/${type}/2.0.0.json`);
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		properties: { jobId: { type: 'string' }, receipt: { type: 'object' } },
	});
});

it('the log contains no personal data or secrets', () => {
	expect(n8n.log()).toContain('CleverConnect Trigger refused a delivery');
	expect(n8n.log()).not.toMatch(/Camille|camille\.example|Cleverconnect rocks/);
	expect(n8n.log()).not.toContain(TOKEN);
});
