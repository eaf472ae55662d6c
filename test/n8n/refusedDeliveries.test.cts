import { waitUntil } from '../../tools/common/waitUntil.cts';
import {
	createReceiver,
	deliver,
	publishReceiver,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const WRONG = { authorization: 'Bearer wrong' };
const step = (name: string) => ({ name, type: 'n8n-nodes-base.noOp', typeVersion: 1 });

it.each([{}, { binaryMode: 'combined' }])(
	'at the test URL, a refusal ends the waiting, and the editor says what was wrong (%j)',
	async (settings) => {
		const { workflowId, testUrl } = await createReceiver(n8n, { settings, next: [step('Next')] });
		await n8n.session.listen(workflowId, TRIGGER);
		const response = await deliver(testUrl, goodApplication(), WRONG);
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ title: 'Unauthorized', status: 401 });
		const execution = await n8n.session.waitForExecution(workflowId);
		expect(execution).toMatchObject({
			status: 'error',
			error: '401: the token is wrong',
			description: expect.stringContaining('compare the token') as string,
		});
		expect(execution.outputsOf('Next')).toEqual([]);
		const isOver = async () => (await deliver(testUrl, goodApplication(), WRONG)).status === 404;
		await waitUntil('n8n to stop listening', isOver);
	},
);

it.each(['continueRegularOutput', 'continueErrorOutput'])(
	'at the test URL with On Error %s, no step runs after a refusal, and the last output says what was wrong',
	async (onError) => {
		const next = [step('Next'), step('After an Error')];
		const { workflowId, testUrl } = await createReceiver(n8n, { onError, next });
		await n8n.session.listen(workflowId, TRIGGER);
		expect((await deliver(testUrl, goodApplication(), WRONG)).status).toBe(401);
		const execution = await n8n.session.waitForExecution(workflowId);
		const outputs = execution.outputsOf(TRIGGER);
		expect(outputs.flat()).toHaveLength(1);
		expect(outputs.at(-1)?.[0]?.json).toMatchObject({ error: '401: the token is wrong' });
		for (const { name } of next) expect(execution.outputsOf(name)).toEqual([]);
	},
);

it.each([{}, { binaryMode: 'combined' }])(
	'in production, the last output gets one item an hour for each reason (%j)',
	async (settings) => {
		const parameters = { onIssues: 'review', options: { reportRefusals: true } };
		const next = ['Application', 'Needs Review', 'Refused'].map(step);
		const { workflowId, productionUrl } = await publishReceiver(n8n, {
			parameters,
			settings,
			next,
		});
		for (const _ of [1, 2]) {
			expect((await deliver(productionUrl, goodApplication(), WRONG)).status).toBe(401);
		}
		expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
		const [refused, accepted] = await n8n.session.waitForExecutions(workflowId, 2);
		expect(refused?.itemOf('Refused').json).toMatchObject({ status: 401, count: 1 });
		const ran = (execution = refused) =>
			next.map(({ name }) => execution?.outputsOf(name).flat().length);
		expect([ran(refused), ran(accepted)]).toEqual([
			[0, 0, 1],
			[1, 0, 0],
		]);
		expect([refused?.status, accepted?.status]).toEqual(['success', 'success']);
	},
);
