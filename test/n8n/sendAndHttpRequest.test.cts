import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { inventApplication } from '../../tools/samples/inventApplication.cts';
import { findDifference } from '../../tools/send/answer.cts';
import { FAULT_NAMES, FAULTS } from '../../tools/send/faults.cts';
import { send, type Target } from '../../tools/send/target.cts';
import { run } from '../../tools/common/command.cts';
import { n8n } from '../helpers/n8n.cts';
import {
	createReceiver,
	CREDENTIAL_TYPE,
	TOKEN,
	TRIGGER,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';

const USERNAME = 'cleverconnect';
const OTHER_TOKEN = 'the-token-of-somebody-else';
const difficult = 'a-token+with/difficult=characters&more#and%41';

/** Returns the encodings in which a secret could leak. */
const formsOf = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(`${USERNAME}:${secret}`).toString('base64'),
];

async function publish(name: string, options: Parameters<typeof createReceiver>[2] = {}) {
	const receiver = await createReceiver(n8n.url, n8n.session, { name, ...options });
	await n8n.session.publish(receiver.workflowId);
	return receiver;
}

describe('npm run send', () => {
	const targetOf = ({ productionUrl }: Receiver): Target => ({
		url: new URL(productionUrl),
		authentication: 'bearer',
		token: TOKEN,
	});
	let flagging: Target;
	let rejecting: Target;
	let lastNode: Target;

	beforeAll(async () => {
		flagging = targetOf(await publish('Flags'));
		rejecting = targetOf(await publish('Rejects', { parameters: { onIssues: 'reject' } }));
		lastNode = targetOf(await publish('Last node', { parameters: { responseMode: 'lastNode' } }));
	});

	it.each(FAULT_NAMES)(
		'sends the fault %s and gets the response that is listed for it',
		async (fault) => {
			const application = inventApplication(1000 + FAULT_NAMES.indexOf(fault));
			for (const [target, rejects] of [
				[flagging, false],
				[rejecting, true],
				[lastNode, false],
			] as const) {
				for (const delivery of FAULTS[fault](application)) {
					const answer = await send(delivery, target);
					expect(findDifference(delivery.expected, answer, rejects)).toBeUndefined();
				}
			}
		},
	);

	it('sends all faults in one run and exits with code 0', async () => {
		const { productionUrl } = await publish('Gets all faults');
		const script = path.join(__dirname, '..', '..', 'tools', 'run.mjs');
		const args = [script, 'send', productionUrl, '--fault', 'all', '--rate', '20'];
		const output = await run(process.execPath, args, {
			cwd: __dirname,
			env: { CLEVERCONNECT_TOKEN: TOKEN },
		});
		expect(output).toContain('Every answer was as expected.');
	});
});

describe("n8n's HTTP Request node with this credential", () => {
	/** Creates a manually started workflow that sends one application. */
	async function createSender(url: string, credentialId: string): Promise<string> {
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
			credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'The same credential' } },
		};
		return await n8n.session.createWorkflow({
			name: `Sender ${randomUUID()}`,
			nodes: [start, request].map((node, index) => ({
				id: randomUUID(),
				position: [index * 260, 0],
				parameters: {},
				...node,
			})),
			connections: { Start: { main: [[{ node: 'Send', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		});
	}

	it.each<[string, object]>([
		['bearer', {}],
		['header', { headerName: 'X-Application-Key' }],
		['basic', { username: USERNAME }],
		['query', { queryParameter: 'key' }],
		['none', { allowedIps: '127.0.0.0/8, ::1' }],
	])(
		'delivers an application with the scheme %s, and stores no secret',
		async (authentication, settings) => {
			const receiver = await publish(`By ${authentication}`, {
				credential: {
					authentication,
					...(authentication !== 'none' && { token: difficult }),
					...settings,
				},
			});
			const sender = await createSender(receiver.productionUrl, receiver.credentialId);
			const sent = await n8n.session.runManually(sender, 'Start');
			expect([sent.status, sent.error]).toEqual(['success', undefined]);
			expect(sent.outputsOf('Send')).toMatchObject([[{ json: { status: 'accepted', id: 4711 } }]]);

			const [received] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
			const [[item] = []] = received?.outputsOf(TRIGGER) ?? [];
			const body = sha256(JSON.stringify(goodApplication()));
			expect(item?.json).toMatchObject({ issues: [], receipt: { bodySha256: body } });
			for (const { id } of [sent, received ?? sent]) {
				const { body: stored } = await n8n.session.try('GET', `/executions/${id}`);
				for (const form of formsOf(difficult)) expect(JSON.stringify(stored)).not.toContain(form);
			}
		},
	);

	it("is refused if it uses another credential's token, and does not store that token", async () => {
		const settings = { authentication: 'query', queryParameter: 'key' };
		const receiver = await publish('Of somebody else', {
			credential: { ...settings, token: difficult },
		});
		const credential = { ...settings, token: OTHER_TOKEN };
		const other = await n8n.session.createCredential('Other', CREDENTIAL_TYPE, credential);
		const sender = await createSender(receiver.productionUrl, other);
		const sent = await n8n.session.runManually(sender, 'Start');
		expect(sent.status).toBe('error');
		expect(sent.error).toMatch(/authoriz/i);
		const { body: stored } = await n8n.session.try('GET', `/executions/${sent.id}`);
		for (const form of formsOf(OTHER_TOKEN)) expect(JSON.stringify(stored)).not.toContain(form);
		expect(await n8n.session.listExecutions(receiver.workflowId)).toEqual([]);
	});
});

it('the log contains no personal data or secrets', () => {
	for (const text of [...[TOKEN, difficult, OTHER_TOKEN].flatMap(formsOf), 'Camille']) {
		expect(n8n.log()).not.toContain(text);
	}
});
