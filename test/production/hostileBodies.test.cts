import fc from 'fast-check';
import { map, mapKeys } from 'lodash';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { isOpen } from '../../tools/n8n/client/session.cts';
import { sendAll } from '../../tools/n8n/client/sendAll.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { anyApplication } from '../helpers/anyApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

// Sends mutated and very large applications to an n8n with limited memory.

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_PAYLOAD_SIZE_MAX: '16',
		NODE_OPTIONS: '--max-old-space-size=1024',
	});
});

it.each([
	{},
	{
		settings: { binaryMode: 'combined' },
		parameters: { output: 'attachment', options: { acceptedFileTypes: '' } },
	},
])('with %j, n8n executes each mutated application that the trigger accepts', async (options) => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, options);
	const sent = fc.sample(anyApplication, 100).map((sample) => JSON.stringify(sample));
	const answers = await sendAll(productionUrl, sent, 5);
	const isWrong = (_body: string, index: number) =>
		![200, 422, 503].includes(Number(answers[index]?.status));
	expect(sent.filter(isWrong)).toEqual([]);
	const accepted = answers.filter(({ text }) => text.startsWith('{"status":"accepted"'));
	const executions = await waitUntil('all executions to end', async () => {
		const all = await n8n.session.summarizeExecutions(workflowId);
		return !all.some(({ status }) => isOpen(status)) && all;
	});
	expect(accepted.length).toBeGreaterThan(5);
	expect(map(executions, 'status')).toEqual(accepted.map(() => 'success'));
});

const { candidate } = goodApplication();
const file = { type: 'resume', contentType: 'pdf', content: 'QQ==' } as const;
const attachments = Array<typeof file>(20).fill(file);
const members = (count: number) => mapKeys(Array(count).fill(0), (_zero, index) => `m${index}`);
const long = 'x'.repeat(15_000_000);

it.each<[string, string, number, object]>([
	['99,000 members', 'application', 1, { attachments, ...members(99_000) }],
	['4,900 members in each item', 'attachment', 20, { attachments, ...members(4900) }],
	['2,500,000 control characters', 'application', 1, { ['\u0001'.repeat(2_500_000)]: 0 }],
	['15 MB in the email address', 'attachment', 2, { candidate: { ...candidate, email: long } }],
])('an application with %s is processed', async (_name, output, items, change) => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, { parameters: { output } });
	await deliver(productionUrl, goodApplication(change));
	const execution = await n8n.session.waitForExecution(workflowId);
	expect([execution.status, execution.outputsOf(TRIGGER)[0]?.length]).toEqual(['success', items]);
});
