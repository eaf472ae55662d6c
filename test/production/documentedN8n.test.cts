import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import type { N8nSession } from '../../tools/n8n/client/session.cts';
import {
	CREDENTIAL_TYPE,
	FAILING_NODE,
	TOKEN,
	TRIGGER,
	deliver,
	publishReceiver,
	waitingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findTraces } from '../helpers/findTraces.cts';
import { deliverTo, evaluateAll, readItem } from '../helpers/items.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// What the pages say about n8n itself. If a test fails with a new n8n version, the page has to change.

const pruning = parseEnv(findBlock('gdpr.md', 'pruning').code);

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		...pruning,
		// In minutes. The default is 15.
		EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL: '0.05',
	});
});

afterAll(async () => await n8n?.stop());

describe('answers.md', () => {
	it('publishing an invalid version unpublishes the previous version, but Execute step does not', async () => {
		const { productionUrl, workflowId } = await publishReceiver(n8n);
		const send = async () => (await deliver(productionUrl, goodApplication())).status;
		const setFileTypes = async (acceptedFileTypes: string) =>
			await n8n.session.changeNode(workflowId, TRIGGER, {
				parameters: { options: { acceptedFileTypes } },
			});
		const message = /is not a file type/;

		await setFileTypes('*.pdf');
		await expect(n8n.session.listen(workflowId, TRIGGER)).rejects.toThrow(message);
		expect(await send()).toBe(200);
		await expect(n8n.session.publish(workflowId)).rejects.toThrow(message);
		expect(await send()).toBe(404);
		await setFileTypes('pdf');
		expect(await send()).toBe(404);
		await n8n.session.publish(workflowId);
		expect(await send()).toBe(200);
	});
});

describe('confirmation.md', () => {
	const failingOn = { ...FAILING_NODE, onError: 'continueRegularOutput' };
	const noOperation = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1 };
	const toTheEnd = { main: [[{ node: noOperation.name, type: 'main', index: 0 }]] };

	it.each<[string, ReceiverOptions, object]>([
		['has a waiting node', { next: [waitingNode(120)] }, { status: 200, execution: 'waiting' }],
		[
			'ends with a failing node that is set to continue',
			{ next: [failingOn] },
			{ status: 500, execution: 'error' },
		],
		[
			'ends with a No Operation node after such a node',
			{
				next: [failingOn],
				further: { nodes: [noOperation], connections: { [failingOn.name]: toTheEnd } },
			},
			{ status: 200, execution: 'success' },
		],
	])(
		'with lastNode, a delivery to a workflow that %s gets the documented response',
		async (_name, options, expected) => {
			const { productionUrl, workflowId } = await publishReceiver(n8n, {
				parameters: { responseMode: 'lastNode' },
				...options,
			});
			const { status } = await deliver(productionUrl, goodApplication());
			const [execution] = await n8n.session.summarizeExecutions(workflowId);
			expect({ status, execution: execution?.status }).toEqual(expected);
		},
	);

	describe("an application, if a later node's credential was deleted,", () => {
		const NO_ACCESS = 'Node "Mail" does not have access to the credential';
		let member: N8nSession;
		beforeAll(async () => {
			member = await n8n.session.addMember();
		});

		async function deliverWithoutCredential(session: N8nSession, responseMode: string) {
			const name = 'Mail server';
			const data = { host: '127.0.0.1', port: 1, secure: false };
			const id = await session.createCredential(name, 'smtp', data);
			const mail = {
				name: 'Mail',
				type: 'n8n-nodes-base.emailSend',
				typeVersion: 2.1,
				parameters: { fromEmail: 'vera@example.com', toEmail: 'rita@example.com', subject: 'New' },
				credentials: { smtp: { id, name } },
			};
			const { productionUrl, workflowId } = await publishReceiver(
				{ url: n8n.url, session },
				{ parameters: { responseMode }, next: [mail] },
			);
			await session.deleteCredential(id);
			const send = async () => (await deliver(productionUrl, goodApplication())).status;
			const statuses = [await send(), await send()];
			const [execution] = await session.waitForExecutions(workflowId, 1);
			return { statuses, execution };
		}

		it('is kept if the workflow belongs to the instance owner', async () => {
			const { statuses, execution } = await deliverWithoutCredential(n8n.session, 'onReceived');
			expect(statuses).toEqual([200, 200]);
			expect(execution?.error).not.toBe(NO_ACCESS);
			expect(execution?.outputsOf(TRIGGER)[0]?.[0]?.json.id).toBe(4711);
		});

		it('is confirmed but not kept if the workflow belongs to another user', async () => {
			const { statuses, execution } = await deliverWithoutCredential(member, 'onReceived');
			expect(statuses).toEqual([200, 200]);
			expect(execution?.error).toBe(NO_ACCESS);
			expect(execution?.outputsOf(TRIGGER)).toEqual([]);
		});

		it('is not confirmed with lastNode, so a copy starts another execution', async () => {
			const { statuses, execution } = await deliverWithoutCredential(member, 'lastNode');
			expect(statuses).toEqual([500, 500]);
			expect(execution?.error).toBe(NO_ACCESS);
		});
	});

	it('an application is confirmed even if its execution fails and failed executions are not saved', async () => {
		const { productionUrl, workflowId } = await publishReceiver(n8n, {
			settings: { saveDataErrorExecution: 'none' },
			next: [FAILING_NODE],
		});
		expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
		await waitUntil(
			'the execution to go',
			async () => (await n8n.session.countExecutions(workflowId)) === 0,
		);
	});
});

describe('changing-the-token.md', () => {
	it('following the steps loses no delivery', async () => {
		const oldToken = 'the-invented-token-of-last-year';
		const newToken = 'the-invented-token-of-this-year';
		const { credentialId, productionUrl, workflowId } = await publishReceiver(n8n, {
			credential: { authentication: 'bearer', token: oldToken },
		});
		const credentialPath = `/credentials/${credentialId}?includeData=true`;
		const readShown = async () =>
			(
				(await n8n.session.try('GET', credentialPath)).body as {
					data: { data: Record<string, string> };
				}
			).data.data;
		const save = async (change: Record<string, string>) =>
			await n8n.session.updateCredential(credentialId, 'Rotated', CREDENTIAL_TYPE, {
				...(await readShown()),
				...change,
			});
		let id = 0;
		const send = async (token: string) => {
			id += 1;
			const headers = { authorization: `Bearer ${token}` };
			return await deliver(productionUrl, goodApplication({ id, attachments: [] }), headers);
		};
		let tokenOfSender = oldToken;
		let isSending = true;
		const statuses: number[] = [];
		const sender = (async () => {
			while (isSending) {
				statuses.push((await send(tokenOfSender)).status);
				await sleep(100);
			}
		})();

		expect(JSON.stringify(await readShown())).not.toContain(oldToken);
		await save({ previousToken: oldToken, token: newToken });
		await sleep(5000);
		tokenOfSender = newToken;
		const count = statuses.length;
		await waitUntil('three more deliveries', () => statuses.length >= count + 3);
		await save({ previousToken: '' });
		await sleep(5000);
		isSending = false;
		await sender;

		expect(new Set(statuses)).toEqual(new Set([200]));
		expect((await send(oldToken)).status).toBe(401);
		expect(n8n.log()).toMatch(
			/CleverConnect Trigger refused a delivery from .*: The delivery carries no valid credentials\./,
		);
		expect(await n8n.session.countExecutions(workflowId)).toBe(statuses.length);
	});
});

describe('using-files.md', () => {
	it('Extract From File reads the text of a PDF, and keeps the application and its files', async () => {
		const node = {
			name: 'Extract From File',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: {
				operation: 'pdf',
				binaryPropertyName: 'resume',
				options: { keepSource: 'both' },
			},
		};
		const { json, binary = {} } = await deliverTo(n8n, node, goodApplication());
		expect(json.text).toContain('Baker and pastry cook');
		expect(json).toMatchObject({ id: 4711, candidate: goodApplication().candidate });
		expect(Object.keys(binary)).toEqual(['resume', 'letter']);
	});
});

describe('gdpr.md', () => {
	const applicationOf = (email: string) =>
		goodApplication({
			candidate: { ...goodApplication().candidate, email },
			attachments: [{ type: 'resume', content: makePdf([email]).toString('base64') }],
		});

	const isInDatabase = (file: string) => file.startsWith('database.sqlite');

	it('n8n uses the pruning settings', async () => {
		const { body } = await n8n.session.try('GET', '/settings');
		expect(body).toMatchObject({
			data: {
				pruning: {
					isEnabled: pruning.EXECUTIONS_DATA_PRUNE === 'true',
					maxAge: Number(pruning.EXECUTIONS_DATA_MAX_AGE),
					maxCount: Number(pruning.EXECUTIONS_DATA_PRUNE_MAX_COUNT),
				},
			},
		});
	});

	it('a workflow that does not save successful executions keeps no personal data in files', async () => {
		const { productionUrl, workflowId } = await publishReceiver(n8n, {
			settings: { saveDataSuccessExecution: 'none' },
		});
		const email = 'gilda.example@example.com';
		expect((await deliver(productionUrl, applicationOf(email))).status).toBe(200);
		await waitUntil(
			'the execution to go',
			async () => (await n8n.session.countExecutions(workflowId)) === 0,
		);
		await waitUntil('its files to go', async () =>
			(await findTraces(email, n8n.folder)).every(isInDatabase),
		);
	});

	it("following the steps deletes a candidate's files", async () => {
		const email = 'hanna.example@example.com';
		const node = evaluateAll(['{{ $execution.id }}']);
		const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [node] });
		await deliver(productionUrl, applicationOf(email));
		const { json } = await readItem(n8n.session, workflowId, node.name);
		const isCv = (file: string) => !isInDatabase(file);
		const traces = await findTraces(email, n8n.folder);
		expect(traces.filter(isCv)).toHaveLength(1);
		expect(traces.length).toBeGreaterThan(1);

		const deletion = await n8n.session.try('POST', '/executions/delete', { ids: [json['0']] });
		expect(deletion.status).toBe(200);
		expect(await n8n.session.countExecutions(workflowId)).toBe(0);
		expect((await findTraces(email, n8n.folder)).filter(isCv)).toEqual([]);
		expect(n8n.log()).not.toContain(email);
	});

	it('a retry uses the files of the original execution', async () => {
		const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [FAILING_NODE] });
		await deliver(productionUrl, goodApplication());
		const [original] = await n8n.session.waitForExecutions(workflowId, 1);
		if (!original) throw new Error('the delivery has no execution');
		await n8n.session.retryExecution(original.id);
		const [, retry] = await n8n.session.waitForExecutions(workflowId, 2);
		const resume = retry?.outputsOf(TRIGGER)[0]?.[0]?.binary?.resume;
		if (!resume) throw new Error('the item has no CV');
		expect(await n8n.session.readBinary(resume)).toEqual(resumePdf);

		await n8n.session.deleteExecution(original.id);
		await expect(n8n.session.readBinary(resume)).rejects.toThrow('404');
	});

	it("n8n's response to a body that is not JSON repeats a few characters of it, but the log does not", async () => {
		const { productionUrl } = await publishReceiver(n8n);
		const response = await deliver(productionUrl, '{"id":1,"candidate":Ida}');
		expect(response.status).toBe(422);
		const { hint } = (await response.json()) as { hint: string };
		expect(hint).toContain('Ida');
		expect(n8n.log()).not.toContain('Ida}');
	});
});

describe('moving-from-webhook.md', () => {
	const headers = { 'X-Api-Key': TOKEN };
	const { rows } = findBlock('moving-from-webhook.md', 'expressions');

	/** Publishes a workflow that has a Webhook node and two branches. */
	async function publishOldWorkflow(branches: ReadonlyArray<{ name: string }>) {
		const credential = async (name: string, value: string) => ({
			httpHeaderAuth: {
				id: await n8n.session.createCredential(name, 'httpHeaderAuth', { name, value }),
				name,
			},
		});
		const webhookPath = randomUUID();
		const workflowId = await n8n.session.createWorkflow({
			name: 'Old workflow',
			nodes: [
				{
					id: randomUUID(),
					webhookId: webhookPath,
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2.1,
					position: [0, 0],
					parameters: {
						httpMethod: 'POST',
						path: webhookPath,
						authentication: 'headerAuth',
						options: {},
					},
					credentials: await credential('X-Api-Key', TOKEN),
				},
				{
					id: randomUUID(),
					position: [240, 0],
					...branches[0],
				},
				{ ...branches[1], credentials: await credential('Authorization', `Bearer ${TOKEN}`) },
			],
			connections: {
				Webhook: {
					main: [branches.map(({ name }) => ({ node: name, type: 'main', index: 0 }))],
				},
			},
			settings: { executionOrder: 'v1' },
		});
		await n8n.session.publish(workflowId);
		return { workflowId, url: `${n8n.url}/webhook/${webhookPath}` };
	}

	function readCopyingNode(url: string) {
		const { code } = findBlock('moving-from-webhook.md', 'copying-node');
		const { nodes } = JSON.parse(code) as {
			nodes: [{ name: string; parameters: { url: string } }];
		};
		return { ...nodes[0], parameters: { ...nodes[0].parameters, url } };
	}

	it('the new expressions return the same values as the old ones for a copied application', async () => {
		const newNode = evaluateAll(rows.map(([, now = '']) => now));
		const newWorkflow = await publishReceiver(n8n, { next: [newNode] });
		const oldNode = evaluateAll(rows.map(([before = '']) => before));
		const copying = readCopyingNode(newWorkflow.productionUrl);
		const oldWorkflow = await publishOldWorkflow([oldNode, copying]);
		expect((await deliver(oldWorkflow.url, goodApplication(), headers)).status).toBe(200);

		const before = await readItem(n8n.session, oldWorkflow.workflowId, oldNode.name);
		const now = await readItem(n8n.session, newWorkflow.workflowId, newNode.name);
		expect(now.json).toEqual(before.json);
		expect(Object.values(now.json)).not.toContain('');
		const { json } = await readItem(n8n.session, newWorkflow.workflowId, TRIGGER);
		const { json: kept } = await readItem(n8n.session, oldWorkflow.workflowId, 'Webhook');
		expect(json).toMatchObject({ candidate: (kept.body as typeof json).candidate, issues: [] });
	});

	it('the old workflow continues if the new workflow refuses the copy', async () => {
		const oldNode = evaluateAll(rows.map(([before = '']) => before));
		const oldWorkflow = await publishOldWorkflow([
			oldNode,
			readCopyingNode(`${n8n.url}/webhook/no`),
		]);
		await deliver(oldWorkflow.url, goodApplication(), headers);
		const [execution] = await n8n.session.waitForExecutions(oldWorkflow.workflowId, 1);
		expect(execution?.status).toBe('success');
	});

	it('the token of the Webhook node is accepted at the new URL', async () => {
		const { productionUrl } = await publishReceiver(n8n, {
			credential: { authentication: 'header', headerName: 'X-Api-Key', token: TOKEN },
		});
		const response = await deliver(productionUrl, goodApplication(), {
			...headers,
			authorization: '',
		});
		expect(response.status).toBe(200);
	});
});
