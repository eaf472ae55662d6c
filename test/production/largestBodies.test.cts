import type { Instance } from '../../tools/n8n/start/instance.cts';
import { execute } from '../helpers/execute.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

// Sends requests that are almost as large as n8n and the trigger allow. n8n processes them within limited memory.

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PAYLOAD_SIZE_MAX: '16',
		NODE_OPTIONS: '--max-old-space-size=1024',
	});
});

const file = { type: 'resume', contentType: 'pdf', content: 'QQ==' } as const;
const attachments = Array<typeof file>(20).fill(file);
const members = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
const long = 'x'.repeat(15_000_000);

it.each<[string, string, number, object]>([
	['99,000 members', 'application', 1, { attachments, ...members(99_000) }],
	['4,900 members in each item', 'attachment', 20, { attachments, ...members(4900) }],
	['2,500,000 control characters', 'application', 1, { ['\u0001'.repeat(2_500_000)]: 0 }],
	['3,000,000 Chinese letters', 'application', 1, { ['中'.repeat(3_000_000)]: 0 }],
	[
		'15 MB in the email address',
		'attachment',
		2,
		{ candidate: { ...goodApplication().candidate, email: long } },
	],
])('an application with %s is processed', async (_name, output, items, change) => {
	const application = goodApplication(change);
	const execution = await execute(n8n, { parameters: { output } }, application);
	expect([execution.status, execution.outputsOf(TRIGGER)[0]?.length]).toEqual(['success', items]);
});
