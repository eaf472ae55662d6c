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
	type: 'resume' as const,
	contentType: 'pdf',
	content: 'QQ==',
}));

/** Returns an application with a member before or instead of the others. */
const withJson = (members: string, application: object = goodApplication({ attachments })) =>
	`{${members},${JSON.stringify(application).slice(1)}`;

const withMembers = (count: number) =>
	withJson(Array.from({ length: count }, (_, index) => `"m${index}":0`).join());

/** Returns the status, the issues, and the executions of a delivery. */
async function observe(output: string, body: unknown) {
	const { productionUrl, workflowId } = await publishReceiver(n8n, { parameters: { output } });
	const response = await deliver(productionUrl, body);
	const { issues } = (await response.json()) as { issues?: Array<{ code: string; path: string }> };
	const executions = await n8n.session.waitForExecutions(workflowId, response.ok ? 1 : 0);
	return {
		status: response.status,
		issues: issues?.map(({ code, path }) => `${code} ${path}`),
		executions: executions.map((each) => [each.status, each.outputsOf(TRIGGER)[0]?.length]),
	};
}

it.each<[string, string, () => string]>([
	['1,200,000 members', 'maxValues ', () => withMembers(1_200_000)],
	['7,000,000 numbers', 'maxValues ', () => withJson(`"x":[0${',0'.repeat(7e6)}]`)],
	['7,000,000 levels', 'maxDepth ', () => withJson(`"x":${'['.repeat(7e6)}${']'.repeat(7e6)}`)],
	[
		'5,000,000 attachments',
		'maxItems /attachments',
		() => {
			const { attachments: _attachments, ...rest } = goodApplication();
			return withJson(`"attachments":[{}${',{}'.repeat(5e6)}]`, rest);
		},
	],
])('an application with %s is refused', async (_name, issue, makeBody) => {
	const refused = { status: 422, issues: [issue], executions: [] };
	expect(await observe('attachment', makeBody())).toEqual(refused);
});

it.each([
	['2,500,000 control characters', '\u0001'.repeat(2_500_000)],
	['3,000,000 Chinese letters', '中'.repeat(3_000_000)],
])('an application with %s in a name is accepted if only one item contains it', async (...row) => {
	const [, name] = row;
	const application = goodApplication({ attachments, [name]: 0 } as never);
	const accepted = { status: 200, executions: [['success', 1]] };
	expect(await observe('application', application)).toMatchObject(accepted);
	const refused = { status: 422, issues: ['maxLength '], executions: [] };
	expect(await observe('attachment', application)).toEqual(refused);
});

it.each([
	// Each item repeats the members of the application.
	['application', 99_000, 1],
	['attachment', 4900, 20],
])('with the output "%s", %i members are accepted', async (output, members, items) => {
	const accepted = { status: 200, executions: [['success', items]] };
	expect(await observe(output, withMembers(members))).toMatchObject(accepted);
});

const fifteenMegabytes = 'x'.repeat(15_000_000);

it.each<[string, object]>([
	['e-mail address', { candidate: { ...goodApplication().candidate, email: fifteenMegabytes } }],
	['content type', { attachments: [{ contentType: fifteenMegabytes, content: 'QQ==' }] }],
	['file name', { attachments: [{ fileName: fifteenMegabytes, content: 'QQ==' }] }],
])('an application with 15 MB in the %s is accepted', async (_name, members) => {
	const application = goodApplication({ attachments: attachments.slice(1, 2), ...members });
	const accepted = { status: 200, executions: [['success', 1]] };
	expect(await observe('attachment', application)).toMatchObject(accepted);
});

it('n8n has not crashed', () => {
	expect(n8n.log()).not.toMatch(/heap out of memory/i);
	expect(n8n.pid).toBe(pid);
});
