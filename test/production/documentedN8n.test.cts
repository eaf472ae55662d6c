import { parseEnv } from 'node:util';
import { findBlock } from '../../tools/docs/page.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import {
	connect,
	FAILING_NODE,
	TRIGGER,
	deliver,
	publishReceiver,
	waitingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../tools/samples/files.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { findTraces } from '../helpers/findTraces.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// What the pages say about n8n itself. If a test fails with a new n8n version, the page has to change.

const pruning = parseEnv(findBlock('gdpr.md', 'pruning').code);

let n8n: Instance;

beforeAll(async () => {
	// The interval is in minutes. The default is 15.
	const EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL = '0.05';
	n8n = await startAnotherN8n({ ...pruning, EXECUTIONS_DATA_PRUNE_HARD_DELETE_INTERVAL });
});

const send = async (url: string) => (await deliver(url, goodApplication())).status;

async function waitUntilDeleted(workflowId: string): Promise<void> {
	const isDeleted = async () => (await n8n.session.countExecutions(workflowId)) === 0;
	await waitUntil('the execution to be deleted', isDeleted);
}

it('publishing an invalid version unpublishes the previous version, but Execute step does not', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n);
	const parameters = { options: { acceptedFileTypes: '*.pdf' } };
	await n8n.session.changeNode(workflowId, TRIGGER, { parameters });
	const message = /is not a file type/;
	await expect(n8n.session.listen(workflowId, TRIGGER)).rejects.toThrow(message);
	expect(await send(productionUrl)).toBe(200);
	await expect(n8n.session.publish(workflowId)).rejects.toThrow(message);
	expect(await send(productionUrl)).toBe(404);
});

describe('confirmation.md', () => {
	const failingOn = { ...FAILING_NODE, onError: 'continueRegularOutput' };
	const end = { name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1 };
	const further = { nodes: [end], connections: connect(failingOn.name, end.name) };

	it.each<[number, string, ReceiverOptions]>([
		[200, 'has a waiting node', { next: [waitingNode(120)] }],
		[500, 'ends with a failing node that is set to continue', { next: [failingOn] }],
		[200, 'ends with a No Operation node after such a node', { next: [failingOn], further }],
	])('with lastNode, n8n returns %i if a workflow %s', async (status, _title, options) => {
		const parameters = { responseMode: 'lastNode' };
		const { productionUrl } = await publishReceiver(n8n, { parameters, ...options });
		expect(await send(productionUrl)).toBe(status);
	});

	it("if a later node's credential was deleted, n8n keeps an application only for the owner", async () => {
		const data = { host: '127.0.0.1', port: 1, secure: false };
		const parameters = { fromEmail: 'vera@example.com', toEmail: 'rita@example.com' };
		for (const session of [n8n.session, await n8n.session.addMember()]) {
			const id = await session.createCredential('Mail', 'smtp', data);
			const credentials = { smtp: { id, name: 'Mail' } };
			const type = { type: 'n8n-nodes-base.emailSend', typeVersion: 2.1 };
			const next = [{ name: 'Mail', ...type, parameters, credentials }];
			const receiver = await publishReceiver({ url: n8n.url, session }, { next });
			await session.deleteCredential(id);
			expect(await send(receiver.productionUrl)).toBe(200);
			const { error, outputsOf } = await session.waitForExecution(receiver.workflowId);
			const isOwner = session === n8n.session;
			expect(outputsOf(TRIGGER).flat()).toHaveLength(isOwner ? 1 : 0);
			expect(/does not have access to the credential/.test(String(error))).toBe(!isOwner);
		}
	});

	it('an application is confirmed even if its execution fails and failed executions are not saved', async () => {
		const settings = { saveDataErrorExecution: 'none' };
		const options = { settings, next: [FAILING_NODE] };
		const { productionUrl, workflowId } = await publishReceiver(n8n, options);
		expect(await send(productionUrl)).toBe(200);
		await waitUntilDeleted(workflowId);
	});
});

describe('gdpr.md', () => {
	const applicationOf = (email: string) => {
		const candidate = { ...goodApplication().candidate, email };
		const content = makePdf([email]).toString('base64');
		return goodApplication({ candidate, attachments: [{ type: 'resume', content }] });
	};
	const findFiles = async (email: string) =>
		(await findTraces(email, n8n.folder)).filter((file) => !file.startsWith('database.sqlite'));

	it('n8n uses the pruning settings', async () => {
		const { body } = await n8n.session.try('GET', '/settings');
		const maxAge = Number(pruning.EXECUTIONS_DATA_MAX_AGE);
		const maxCount = Number(pruning.EXECUTIONS_DATA_PRUNE_MAX_COUNT);
		expect(body).toMatchObject({ data: { pruning: { isEnabled: true, maxAge, maxCount } } });
	});

	it('a workflow that does not save successful executions keeps no personal data in files', async () => {
		const settings = { saveDataSuccessExecution: 'none' };
		const { productionUrl, workflowId } = await publishReceiver(n8n, { settings });
		const email = 'gilda.example@example.com';
		expect((await deliver(productionUrl, applicationOf(email))).status).toBe(200);
		await waitUntilDeleted(workflowId);
		const areDeleted = async () => (await findFiles(email)).length === 0;
		await waitUntil('its files to be deleted', areDeleted);
	});

	it("deleting an execution deletes the candidate's files, also those of its retry", async () => {
		const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [FAILING_NODE] });
		const email = 'hanna.example@example.com';
		await deliver(productionUrl, applicationOf(email));
		const { id } = await n8n.session.waitForExecution(workflowId);
		await n8n.session.retryExecution(id);
		const [, retry] = await n8n.session.waitForExecutions(workflowId, 2);
		const files = retry?.itemOf(TRIGGER).binary;
		expect((await n8n.session.readFiles(files)).resume).toEqual(makePdf([email]));
		expect(await findFiles(email)).toHaveLength(1);

		await n8n.session.deleteExecution(id);
		await expect(n8n.session.readFiles(files)).rejects.toThrow('404');
		expect(await findFiles(email)).toEqual([]);
	});

	it("n8n's response to a body that is not JSON repeats a few characters of it, but the log does not", async () => {
		const { productionUrl } = await publishReceiver(n8n);
		const response = await deliver(productionUrl, '{"id":1,"candidate":Ida}');
		expect(await response.text()).toContain('Ida');
		expect(n8n.log()).not.toContain('Ida}');
	});
});
