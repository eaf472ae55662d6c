import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import {
	DOCUMENTED_SAMPLE,
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/sha256.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import type { Item } from '../../../tools/n8n/session.cts';
import {
	CREDENTIAL_TYPE,
	FAILING_NODE,
	type Receiver,
	TOKEN,
	TRIGGER,
	deliver,
	publishReceiver,
} from '../../../tools/n8n/workflow.cts';

jest.setTimeout(600_000);

let n8n: Instance;

beforeAll(async () => {
	n8n = await startInstance();
});

afterAll(async () => await n8n?.stop());

/** Delivers to a receiver that has received nothing yet, and gives back what came out of it. */
async function deliverFirst(receiver: Receiver, body: unknown) {
	const response = await deliver(receiver.productionUrl, body);
	const answer = { status: response.status, body: await response.text() };
	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	if (!execution) throw new Error('there is no execution');
	const outputs = execution.outputsOf(TRIGGER);
	const [[item] = []] = outputs;
	return { answer, execution, outputs, item };
}

async function readFiles(item: Item | undefined): Promise<Record<string, Buffer>> {
	const entries = Object.entries(item?.binary ?? {}).map(
		async ([field, entry]) => [field, await n8n.session.readBinary(entry)] as const,
	);
	return Object.fromEntries(await Promise.all(entries));
}

async function expectProblem(response: Response, status: number, title: string) {
	expect(response.status).toBe(status);
	expect(response.headers.get('content-type')).toBe('application/problem+json');
	const problem = (await response.json()) as {
		detail: string;
		issues?: Array<{ code: string; path: string; message: string }>;
	};
	expect(problem).toMatchObject({ type: 'about:blank', title, status });
	expect(problem.detail).toMatch(/^[A-Z].*\.$/);
	return problem;
}

describe('a good application', () => {
	it('is stored, confirmed, and comes out with its files byte for byte', async () => {
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

	it('may come compressed', async () => {
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

	it('may be larger than what n8n takes by default', async () => {
		const receiver = await publishReceiver(n8n);
		const file = Buffer.concat([resumePdf, randomBytes(15 * 1024 * 1024)]);
		const attachments = [{ type: 'resume' as const, content: file.toString('base64') }];
		const { answer, item } = await deliverFirst(receiver, goodApplication({ attachments }));
		expect(answer.status).toBe(200);
		expect((await readFiles(item)).resume?.equals(file)).toBe(true);
	});
});

describe("the sender's documented sample", () => {
	it('comes out with a file and its two issues', async () => {
		const { answer, item } = await deliverFirst(await publishReceiver(n8n), DOCUMENTED_SAMPLE);
		expect((await readFiles(item)).resume?.toString()).toBe('Cleverconnect rocks');
		expect(item?.json.issues).toEqual([
			{
				code: 'format',
				path: '/candidate/email',
				message: '"email" must be an e-mail address.',
			},
			{
				code: 'typeUnverified',
				path: '/attachments/0/content',
				message: 'The type of the file cannot be recognized, so it may not be what was declared.',
			},
		]);
		expect(answer.status).toBe(200);
		expect(JSON.parse(answer.body)).toEqual({
			status: 'accepted',
			id: 12345,
			issues: item?.json.issues,
		});
	});
});

describe('each way to authenticate', () => {
	const previousToken = 'the-token-that-was-before';
	const basic = (secret: string) =>
		`Basic ${Buffer.from(`cleverconnect:${secret}`).toString('base64')}`;

	it.each<[string, object, string, (secret: string) => [string, Record<string, string>]]>([
		[
			'bearer',
			{ authentication: 'bearer' },
			'Bearer realm="CleverConnect Trigger"',
			(secret) => ['', { authorization: `Bearer ${secret}` }],
		],
		[
			'header',
			{ authentication: 'header', headerName: 'X-Application-Key' },
			'ApiKey realm="CleverConnect Trigger"',
			(secret) => ['', { 'x-application-key': secret }],
		],
		[
			'basic',
			{ authentication: 'basic', username: 'cleverconnect' },
			'Basic realm="CleverConnect Trigger", charset="UTF-8"',
			(secret) => ['', { authorization: basic(secret) }],
		],
		[
			'query',
			{ authentication: 'query', queryParameter: 'key' },
			'ApiKey realm="CleverConnect Trigger"',
			(secret) => [`?key=${encodeURIComponent(secret)}`, {}],
		],
	])('%s', async (_name, settings, challenge, present) => {
		const token = 'a-token+with/difficult=characters&more#and%41';
		const { workflowId, productionUrl } = await publishReceiver(n8n, {
			credential: { ...settings, token, previousToken },
		});
		let id = 0;
		const send = async (secret: string) => {
			id += 1;
			const [query, headers] = present(secret);
			return await deliver(productionUrl + query, goodApplication({ id, attachments: [] }), {
				authorization: '',
				...headers,
			});
		};

		expect((await send(token)).status).toBe(200);
		expect((await send(previousToken)).status).toBe(200);
		const wrong = await send('another-token-that-nobody-knows');
		const missing = await deliver(productionUrl, goodApplication(), { authorization: '' });
		for (const response of [wrong, missing]) {
			expect(response.headers.get('www-authenticate')).toBe(challenge);
		}
		expect(await expectProblem(wrong, 401, 'Unauthorized')).toEqual(
			await expectProblem(missing, 401, 'Unauthorized'),
		);
		expect(await n8n.session.waitForExecutions(workflowId, 2)).toHaveLength(2);
	});

	it('none, with an allowlist', async () => {
		const inside = await publishReceiver(n8n, {
			credential: { authentication: 'none', allowedIps: '127.0.0.0/8, ::1' },
		});
		const outside = await publishReceiver(n8n, {
			credential: { authentication: 'none', allowedIps: '203.0.113.7 # somebody else' },
		});
		const anonymous = { authorization: '' };
		const body = goodApplication({ attachments: [] });
		expect((await deliver(inside.productionUrl, body, anonymous)).status).toBe(200);
		await expectProblem(await deliver(outside.productionUrl, body, anonymous), 403, 'Forbidden');
		expect(n8n.log()).toMatch(/refused a delivery from (?:127\.0\.0\.1|::1)/);
		expect(await n8n.session.listExecutions(outside.workflowId)).toEqual([]);
	});

	it('an allowlist is not opened by X-Forwarded-For, and the log says what to set', async () => {
		const { productionUrl } = await publishReceiver(n8n, {
			credential: { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.7' },
		});
		const response = await deliver(productionUrl, goodApplication(), {
			'x-forwarded-for': '203.0.113.7',
		});
		await expectProblem(response, 403, 'Forbidden');
		expect(n8n.log()).toContain('Set N8N_PROXY_HOPS');
	});
});

describe('a refusal', () => {
	let receiver: Receiver;
	beforeAll(async () => {
		receiver = await publishReceiver(n8n, { parameters: { options: { maxFileSize: 0.01 } } });
	});
	afterAll(async () => {
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});
	const attach = (...contents: string[]) =>
		goodApplication({ attachments: contents.map((content) => ({ content })) });

	it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', ''])(
		'415 for the content type %j',
		async (contentType) => {
			const response = await deliver(receiver.productionUrl, JSON.stringify(goodApplication()), {
				'content-type': contentType,
			});
			await expectProblem(response, 415, 'Unsupported Media Type');
		},
	);

	it('415 for an XML and for a multipart body', async () => {
		const xml = await deliver(receiver.productionUrl, '<id>1</id>', {
			'content-type': 'application/xml',
		});
		await expectProblem(xml, 415, 'Unsupported Media Type');
		const form = new FormData();
		form.set('id', '1');
		const multipart = await fetch(receiver.productionUrl, {
			method: 'POST',
			headers: { authorization: `Bearer ${TOKEN}` },
			body: form,
		});
		await expectProblem(multipart, 415, 'Unsupported Media Type');
	});

	it.each<[unknown, string[]]>([
		[[], ['type ']],
		['"text"', ['type ']],
		['null', ['type ']],
		['', ['type ']],
		[{}, ['required /id', 'required /candidate']],
		[{ id: 1, candidate: 'Camille' }, ['type /candidate']],
		[{ id: '', candidate: {} }, ['type /id']],
		['{"id":12345678901234567890,"candidate":{}}', ['type /id']],
	])('422 for the body %j, which is no application', async (body, expected) => {
		const response = await deliver(receiver.productionUrl, body);
		const { issues = [] } = await expectProblem(response, 422, 'Unprocessable Content');
		expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
	});

	it('422 for more than 20 attachments', async () => {
		const response = await deliver(
			receiver.productionUrl,
			attach(...Array.from({ length: 21 }, () => 'QQ==')),
		);
		const { issues } = await expectProblem(response, 422, 'Unprocessable Content');
		expect(issues).toMatchObject([{ code: 'maxItems', path: '/attachments' }]);
	});

	it('422 for JSON nested deeper than 32 levels', async () => {
		const deep = `${'['.repeat(32)}${']'.repeat(32)}`;
		const body = `{"id":1,"candidate":{},"extra":${deep}}`;
		const { issues } = await expectProblem(
			await deliver(receiver.productionUrl, body),
			422,
			'Unprocessable Content',
		);
		expect(issues).toMatchObject([{ code: 'maxDepth', path: '' }]);
	});

	it('413 for a file that is too large', async () => {
		const response = await deliver(
			receiver.productionUrl,
			attach('QQ==', Buffer.alloc(10_486).toString('base64')),
		);
		const { detail } = await expectProblem(response, 413, 'Content Too Large');
		expect(detail).toContain('0.01 MB');
	});

	it('the token is asked before anything else about the body', async () => {
		const response = await deliver(receiver.productionUrl, '[]', { authorization: 'Bearer no' });
		await expectProblem(response, 401, 'Unauthorized');
	});

	it("n8n's own 422 for a body that is no JSON", async () => {
		const response = await deliver(receiver.productionUrl, '{"id":');
		expect(response.status).toBe(422);
	});

	it("n8n's own 404 for any other method", async () => {
		const response = await fetch(receiver.productionUrl);
		expect(response.status).toBe(404);
	});
});

describe('when something is wrong', () => {
	const next = [
		{ name: 'Application', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
		{ name: 'Review', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
	];

	it('flag delivers it as usual', async () => {
		const receiver = await publishReceiver(n8n, { next: next.slice(0, 1) });
		const { execution } = await deliverFirst(receiver, DOCUMENTED_SAMPLE);
		expect(execution.outputsOf('Application').map((items) => items.length)).toEqual([1]);
	});

	it('review sends it out of the second output', async () => {
		const parameters = { onIssues: 'review' };
		const good = await deliverFirst(
			await publishReceiver(n8n, { parameters, next }),
			goodApplication(),
		);
		expect(good.execution.outputsOf('Application').map((items) => items.length)).toEqual([1]);
		expect(good.execution.outputsOf('Review')).toEqual([]);

		const bad = await deliverFirst(
			await publishReceiver(n8n, { parameters, next }),
			DOCUMENTED_SAMPLE,
		);
		expect(bad.answer.status).toBe(200);
		expect(bad.execution.status).toBe('success');
		expect(bad.execution.outputsOf('Application')).toEqual([]);
		const [[item] = []] = bad.execution.outputsOf('Review');
		expect((await readFiles(item)).resume?.toString()).toBe('Cleverconnect rocks');
	});

	it('reject answers 422 with the issues and starts nothing', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { onIssues: 'reject' } });
		const response = await deliver(receiver.productionUrl, DOCUMENTED_SAMPLE);
		const { issues = [] } = await expectProblem(response, 422, 'Unprocessable Content');
		expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
			'format /candidate/email',
			'typeUnverified /attachments/0/content',
		]);
		expect((await deliverFirst(receiver, goodApplication())).answer.status).toBe(200);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toHaveLength(1);
	});

	it('with a file, its issue has a code, and nothing of it is lost', async () => {
		const attachments = [
			{ type: 'resume', contentType: 'pdf', content: '*not base64*', fileName: 'a.pdf' },
			{ type: 'resume', contentType: 'pdf', content: '', fileName: 'b.pdf' },
			{
				type: 'resume',
				contentType: 'pdf',
				content: letterDocx.toString('base64'),
				fileName: 'c.pdf',
			},
			{ type: 'letter', contentType: 'pdf', content: 'QQ==', fileName: '../d.pdf' },
			{ type: 'photo', contentType: 'image/gif', content: 'R0lGODlhAQABAAAAACw=', fileName: 'e' },
		] as never;
		const { item } = await deliverFirst(
			await publishReceiver(n8n),
			goodApplication({ attachments }),
		);
		const issues = item?.json.issues as Array<{ code: string; path: string }>;
		expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
			'enum /attachments/4/type',
			'invalidBase64 /attachments/0/content',
			'emptyFile /attachments/1/content',
			'typeMismatch /attachments/2/content',
			'typeUnverified /attachments/3/content',
			'typeNotAccepted /attachments/4/content',
		]);
		const entries = item?.json.attachments as Array<Record<string, unknown>>;
		expect(entries.map(({ binaryField }) => binaryField)).toEqual([
			undefined,
			undefined,
			'resume',
			'letter',
			'attachment',
		]);
		expect(entries[0]?.content).toBe('*not base64*');
		expect(entries[2]?.fileName).toBe('c.pdf');
		expect(item?.binary).toMatchObject({
			resume: { fileName: 'c.docx', mimeType: DOCX_TYPE },
			letter: { fileName: 'd.pdf', mimeType: 'application/pdf' },
			attachment: { fileName: 'e.gif', mimeType: 'image/gif' },
		});
		expect((await readFiles(item)).resume).toEqual(letterDocx);
	});
});

describe('the parameters', () => {
	it('Respond: When Last Node Finishes answers 200 and nothing after success', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { responseMode: 'lastNode' } });
		const { answer } = await deliverFirst(receiver, goodApplication());
		expect(answer).toEqual({ status: 200, body: '' });
	});

	it('Respond: When Last Node Finishes answers 500 after a failure', async () => {
		const receiver = await publishReceiver(n8n, {
			parameters: { responseMode: 'lastNode' },
			next: [FAILING_NODE],
		});
		const { answer, execution } = await deliverFirst(receiver, goodApplication());
		expect(answer.status).toBe(500);
		expect(execution.status).toBe('error');
	});

	it('Output: One Item per Attachment', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { output: 'attachment' } });
		const { outputs } = await deliverFirst(receiver, goodApplication());
		const [items = []] = outputs;
		const files = await Promise.all(items.map(readFiles));
		expect(files).toEqual([{ file: resumePdf }, { file: letterDocx }]);
		expect(items.map(({ json }) => json.attachment)).toMatchObject([
			{ type: 'resume', binaryField: 'file', sha256: sha256(resumePdf) },
			{ type: 'letter', binaryField: 'file', sha256: sha256(letterDocx) },
		]);
		expect(items.map(({ json }) => json.jobId)).toEqual(['0042-BAKER', '0042-BAKER']);
	});

	it('Output: One Item per Attachment gives an item without attachments too', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { output: 'attachment' } });
		const { outputs } = await deliverFirst(receiver, goodApplication({ attachments: [] }));
		expect(outputs.map((items) => items.length)).toEqual([1]);
	});

	it('Keep Base64 Content', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { options: { keepContent: true } } });
		const { item } = await deliverFirst(receiver, goodApplication());
		expect(item?.json.attachments).toMatchObject([
			{ content: resumePdf.toString('base64') },
			{ content: letterDocx.toString('base64') },
		]);
		expect(await readFiles(item)).toEqual({ resume: resumePdf, letter: letterDocx });
	});

	it('Accepted File Types', async () => {
		const receiver = await publishReceiver(n8n, {
			parameters: { options: { acceptedFileTypes: 'application/pdf' } },
		});
		const { item } = await deliverFirst(receiver, goodApplication());
		expect(item?.json.issues).toMatchObject([
			{ code: 'typeNotAccepted', path: '/attachments/1/content' },
		]);
		expect(await readFiles(item)).toEqual({ resume: resumePdf, letter: letterDocx });
	});

	it('the workflow setting binaryMode: combined', async () => {
		const receiver = await publishReceiver(n8n, { settings: { binaryMode: 'combined' } });
		const { answer, item } = await deliverFirst(receiver, goodApplication());
		expect(answer.status).toBe(200);
		// Older n8n do not know the setting.
		const files = (item?.json._files ?? item?.binary) as NonNullable<Item['binary']>;
		expect(await readFiles({ json: {}, binary: files })).toEqual({
			resume: resumePdf,
			letter: letterDocx,
		});
	});
});

describe('a credential that is not sound', () => {
	const unsound = { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.300' };
	const message =
		/^The CleverConnect credential cannot be used yet\. 'Allowed IP Addresses' contains "203\.0\.113\.300", which is not an IP address or range/;

	it('turns the Test button red, and a sound one turns it green', async () => {
		const { credentialId } = await publishReceiver(n8n);
		const press = async (data: object) =>
			await n8n.session.testCredential(credentialId, 'Credential', CREDENTIAL_TYPE, data);
		expect(await press(unsound)).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
		expect(await press({ authentication: 'bearer', token: TOKEN })).toMatchObject({ status: 'OK' });
	});

	it('makes publishing fail, as does none at all', async () => {
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
		// At once, for n8n tries for 15 seconds before it gives up.
		await Promise.all([
			expect(publishReceiver(n8n, { credential: unsound })).rejects.toThrow(message),
			expect(n8n.session.publish(workflowId)).rejects.toThrow(/credential/i),
		]);
	});

	it('fails closed while the workflow is published: 500, and an execution that names the fault', async () => {
		const receiver = await publishReceiver(n8n);
		await n8n.session.updateCredential(
			receiver.credentialId,
			'Changed credential',
			CREDENTIAL_TYPE,
			unsound,
		);
		await sleep(5000);
		const { answer, execution } = await deliverFirst(receiver, goodApplication());
		expect(answer.status).toBe(500);
		expect(answer.body).not.toContain('203.0.113.300');
		expect(execution.status).toBe('error');
		expect(execution.error).toMatch(message);
	});
});

it('the credential of the trigger can be deleted, and another one chosen', async () => {
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

it('a changed token takes effect within 5 seconds', async () => {
	const receiver = await publishReceiver(n8n);
	const body = goodApplication({ attachments: [] });
	const update = goodApplication({ id: 4712, attachments: [] });
	expect((await deliver(receiver.productionUrl, body)).status).toBe(200);
	await n8n.session.updateCredential(receiver.credentialId, 'New token', CREDENTIAL_TYPE, {
		authentication: 'bearer',
		token: 'a-new-token-for-the-same-url',
	});
	await sleep(5000);
	const authorization = 'Bearer a-new-token-for-the-same-url';
	expect((await deliver(receiver.productionUrl, update)).status).toBe(401);
	expect((await deliver(receiver.productionUrl, update, { authorization })).status).toBe(200);
});

it('the editor gets the fields of an item before any has arrived', async () => {
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const response = await fetch(`${n8n.url}/schemas/${type}/2.0.0.json`);
	expect(response.status).toBe(200);
	expect(await response.json()).toMatchObject({
		properties: { jobId: { type: 'string' }, receipt: { type: 'object' } },
	});
});

it('nothing of a candidate and no secret is in the log', () => {
	expect(n8n.log()).toContain('CleverConnect Trigger refused a delivery');
	expect(n8n.log()).not.toMatch(/Camille|camille\.example|Cleverconnect rocks/);
	expect(n8n.log()).not.toContain(TOKEN);
	expect(n8n.log()).not.toContain('a-new-token-for-the-same-url');
});
