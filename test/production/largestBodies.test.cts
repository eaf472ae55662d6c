import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

// Sends requests with a valid token that are as large as n8n allows. n8n responds to them within limited
// memory. `npm run bench -- --cost` measures the time.

let n8n: Instance;
let pid: number;

beforeAll(async () => {
	n8n = await startAnotherN8n({
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_PAYLOAD_SIZE_MAX: '16',
		NODE_OPTIONS: '--max-old-space-size=1024',
	});
	({ pid } = n8n);
});

afterAll(async () => await n8n?.stop());

const attachments = Array.from({ length: 20 }, () => ({
	type: 'resume',
	contentType: 'pdf',
	content: 'QQ==',
}));

/** Returns an application with additional members. */
const withMembers = (count: number) => {
	const members = Array.from({ length: count }, (_, index) => `"m${index}":0,`).join('');
	return `{${members}${JSON.stringify(goodApplication({ attachments } as never)).slice(1)}`;
};

describe.each(['application', 'attachment'])('with the output "%s",', (output) => {
	const fifteenMegabytes = 'x'.repeat(15_000_000);
	it.each<[string, string, () => string]>([
		['1,200,000 members', 'maxValues ', () => withMembers(1_200_000)],
		[
			'7,000,000 numbers',
			'maxValues ',
			() =>
				JSON.stringify(goodApplication({ x: 0 })).replace(/"x":0/, `"x":[0${',0'.repeat(7e6)}]`),
		],
		[
			'7,000,000 levels',
			'maxDepth ',
			() =>
				JSON.stringify(goodApplication({ x: 0 })).replace(
					/"x":0/,
					`"x":${'['.repeat(7e6)}${']'.repeat(7e6)}`,
				),
		],
		[
			'5,000,000 attachments',
			'maxItems /attachments',
			() =>
				JSON.stringify(goodApplication({ attachments: 7 as never })).replace(
					/"attachments":7/,
					`"attachments":[{}${',{}'.repeat(5e6)}]`,
				),
		],
	])('an application with %s is refused', async (_name, issue, makeBody) => {
		const receiver = await publishReceiver(n8n, { parameters: { output } });
		const response = await deliver(receiver.productionUrl, makeBody());
		expect(response.status).toBe(422);
		const { issues = [] } = (await response.json()) as {
			issues?: Array<{ code: string; path: string }>;
		};
		expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([issue]);
		expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(0);
	});

	it.each([
		['2,500,000 control characters', '\u0001'.repeat(2_500_000)],
		['3,000,000 Chinese letters', '中'.repeat(3_000_000)],
	])(
		'an application with %s in a name is accepted if only one item contains it',
		async (...row) => {
			const [, name] = row;
			const receiver = await publishReceiver(n8n, { parameters: { output } });
			const application = goodApplication({ attachments, [name]: 0 } as never);
			const response = await deliver(receiver.productionUrl, application);
			const { issues } = (await response.json()) as { issues?: Array<{ code: string }> };
			if (output === 'application') {
				expect([response.status, issues]).toEqual([200, expect.anything()]);
				const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
				expect(execution?.status).toBe('success');
			} else {
				expect([response.status, issues]).toMatchObject([422, [{ code: 'maxLength' }]]);
				expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(0);
			}
		},
	);

	it('an application with the largest allowed number of values and attachments is accepted', async () => {
		const receiver = await publishReceiver(n8n, { parameters: { output } });
		// Each item repeats the members of the application.
		const members = output === 'application' ? 99_000 : 4900;
		const response = await deliver(receiver.productionUrl, withMembers(members));
		expect(response.status).toBe(200);
		const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
		expect(execution?.status).toBe('success');
		expect(execution?.outputsOf(TRIGGER)[0]).toHaveLength(output === 'application' ? 1 : 20);
	});

	it.each<[string, object]>([
		[
			'the e-mail address',
			{ candidate: { ...goodApplication().candidate, email: fifteenMegabytes } },
		],
		['the content type', { attachments: [{ contentType: fifteenMegabytes, content: 'QQ==' }] }],
		['the file name', { attachments: [{ fileName: fifteenMegabytes, content: 'QQ==' }] }],
	])('an application with 15 MB in %s is accepted', async (_name, members) => {
		const receiver = await publishReceiver(n8n, { parameters: { output } });
		const response = await deliver(receiver.productionUrl, goodApplication(members));
		expect(response.status).toBe(200);
		const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
		expect(execution?.status).toBe('success');
	});
});

it('n8n has not crashed', async () => {
	const receiver = await publishReceiver(n8n);
	expect((await deliver(receiver.productionUrl, goodApplication())).status).toBe(200);
	expect(n8n.log()).not.toMatch(/heap out of memory/i);
	expect(n8n.pid).toBe(pid);
});
