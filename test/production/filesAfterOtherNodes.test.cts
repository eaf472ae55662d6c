import { findBlock } from '../../tools/docs/page.cts';
import { n8n } from '../helpers/n8n.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { readTemplate } from '../../tools/n8n/client/template.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import {
	deliver,
	publishReceiver,
	TRIGGER,
	type FollowingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication, letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';

const PAGE = 'files-after-other-nodes.md';

let mailServer: MailServer;

beforeAll(async () => {
	mailServer = await startMailServer();
	await n8n.session.createDataTable('Jobs', [{ name: 'job', type: 'string' }]);
	await n8n.session.addDataTableRows('Jobs', [{ job: '0042-BAKER' }]);
});

afterAll(async () => await mailServer?.stop());

const OF_THE_JOB = {
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'job', keyValue: '={{ $json.jobId }}' }] },
};
const OF_NO_JOB = {
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'job', keyValue: 'no such job' }] },
};
const operator = { type: 'boolean', operation: 'true', singleValue: true };
const conditions = {
	options: { version: 2 },
	conditions: [{ id: 'always', leftValue: '={{ true }}', rightValue: '', operator }],
	combinator: 'and',
};

let count = 0;

function step(type: string, typeVersion: number, parameters: object): FollowingNode {
	const name = `${type} ${(count += 1)}`;
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

function dataTable(operation: string, parameters: object): FollowingNode {
	const dataTableId = { __rl: true, mode: 'name', value: 'Jobs' };
	return step('dataTable', 1, { dataTableId, operation, ...parameters });
}

const columns = {
	mappingMode: 'defineBelow',
	value: { job: '={{ $json.jobId }}' },
	schema: [],
};
const extract = { operation: 'pdf', binaryPropertyName: 'resume' };
const sortFieldsUi = { sortField: [{ fieldName: 'id' }] };

/** The steps for each table row, by the text of its first cell. */
const STEPS: Readonly<Record<string, readonly FollowingNode[]>> = {
	'Data Table: Get, Insert, Update, Upsert': [
		dataTable('get', OF_THE_JOB),
		dataTable('insert', { columns }),
		dataTable('update', { ...OF_THE_JOB, columns }),
		dataTable('upsert', { ...OF_THE_JOB, columns }),
	],
	'HTTP Request': [step('httpRequest', 4.2, { url: `${n8n.url}/healthz` })],
	'Edit Fields': [step('set', 3.4, {})],
	'Edit Fields with Include Other Input Fields': [step('set', 3.4, { includeOtherFields: true })],
	'Code that returns new items': [step('code', 2, { jsCode: 'return [{ json: { isNew: 1 } }];' })],
	'Date & Time': [step('dateTime', 2, {})],
	'Aggregate, Split Out': [
		step('aggregate', 1, { aggregate: 'aggregateAllItemData' }),
		step('splitOut', 1, { fieldToSplitOut: 'attachments', include: 'allOtherFields' }),
	],
	'Extract from File': [step('extractFromFile', 1, extract)],
	'Extract from File with Keep Source set to Both': [
		step('extractFromFile', 1, { ...extract, options: { keepSource: 'both' } }),
	],
	'If, Switch, Filter': [
		step('if', 2.2, { conditions }),
		step('switch', 3.2, { rules: { values: [{ conditions }] } }),
		step('filter', 2.2, { conditions }),
	],
	'Wait, Limit, Sort, Remove Duplicates': [
		step('wait', 1.1, { amount: 1, unit: 'seconds' }),
		step('limit', 1, {}),
		step('sort', 1, { sortFieldsUi }),
		step('removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			dedupeValue: '={{ $json.id }}',
		}),
	],
	'Data Table: If Row Exists, If Row Does Not Exist': [
		dataTable('rowExists', OF_THE_JOB),
		dataTable('rowNotExists', OF_NO_JOB),
	],
};

const FILES: Readonly<Record<string, readonly string[]>> = {
	none: [],
	all: ['resume', 'letter'],
	'all except the file that it read': ['letter'],
};

const to = (...nodes: readonly string[]) => ({
	main: [nodes.map((node) => ({ node, type: 'main', index: 0 }))],
});

async function receive(options: ReceiverOptions, application = goodApplication()) {
	const { productionUrl, workflowId } = await publishReceiver(n8n, options);
	expect((await deliver(productionUrl, application)).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	if (!execution) throw new Error('the delivery has not started an execution');
	return execution;
}

describe('the files available after', () => {
	let execution: Execution;

	beforeAll(async () => {
		const nodes = Object.values(STEPS).flat();
		const connections = { [TRIGGER]: to(...nodes.map(({ name }) => name)) };
		execution = await receive({ further: { nodes, connections } });
		expect(execution.error).toBeUndefined();
	});

	it.each(findBlock(PAGE, 'steps').rows)('%s are: %s', (name = '', after = '') => {
		const steps = STEPS[name] ?? [];
		expect(steps).not.toEqual([]);
		for (const { name: node } of steps) {
			const [item] = execution.outputsOf(node).flat();
			expect([node, Object.keys(item?.binary ?? {})]).toEqual([node, FILES[after]]);
		}
	});
});

it.each([
	['a row', OF_THE_JOB, '0042-BAKER'],
	['nothing', OF_NO_JOB, undefined],
])(
	'the Merge node keeps the application and its files if the Data Table node finds %s',
	async (_title, filter, job) => {
		const lookUp = { ...dataTable('get', { limit: 1, ...filter }), alwaysOutputData: true };
		const merge = step('merge', 3, {
			mode: 'combine',
			combineBy: 'combineByPosition',
			options: {
				includeUnpaired: true,
				clashHandling: { values: { resolveClash: 'preferInput1' } },
			},
		});
		const connections = {
			[TRIGGER]: to(lookUp.name, merge.name),
			[lookUp.name]: { main: [[{ node: merge.name, type: 'main', index: 1 }]] },
		};
		const execution = await receive({ further: { nodes: [lookUp, merge], connections } });
		const [item, ...others] = execution.outputsOf(merge.name).flat();
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({ id: 4711, candidate: { firstName: 'Camille' } });
		expect([item?.json.job, Object.keys(item?.binary ?? {})]).toEqual([job, FILES.all]);
	},
);

it.each([
	['all files', goodApplication(), [resumePdf, letterDocx]],
	['no file if the application has none', goodApplication({ attachments: [] }), []],
])('the Send Email node sends %s', async (_title, application, files) => {
	const expression = `=${findBlock('using-files.md', 'attach-all').code.trim()}`;
	expect(await mail(expression, application)).toBeUndefined();
	const [{ mail: sent } = {}] = mailServer.takeAllMails();
	expect(sent?.attachments.map(({ content }) => content)).toEqual(files);
});

it('the Send Email node fails if the field is "resume" and the application has no CV', async () => {
	const error = await mail('resume', goodApplication({ attachments: [] }));
	expect(error).toMatch(/binary field 'resume'/);
	expect(mailServer.untaken).toBe(0);
});

/** Delivers to a workflow that e-mails files, and returns the error. */
async function mail(fileAttachments: string, application: Parameters<typeof receive>[1]) {
	const id = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const sendEmail = step('emailSend', 2.1, {
		...{ fromEmail: 'jobs@example.com', toEmail: 'rita@example.com', subject: 'An application' },
		...{ emailFormat: 'text', text: 'Attached.', options: { fileAttachments } },
	});
	const next = [{ ...sendEmail, credentials: { smtp: { id, name: 'Mail' } } }];
	return (await receive({ next }, application)).error;
}

it('the expression that fails if files are missing is that of mail-to-recruiter.json', async () => {
	const { nodes } = await readTemplate('mail-to-recruiter.json');
	const [sendEmail] = nodes.filter(({ type }) => type === 'n8n-nodes-base.emailSend');
	const { fileAttachments } = sendEmail?.parameters.options as { fileAttachments: string };
	const expression = fileAttachments
		.replace("'Application'", `'${TRIGGER}'`)
		.replace(/(FILES MISSING)[^']*/, '$1');
	expect(expression).toBe(`=${findBlock(PAGE, 'attachments').code.trim()}`);
});
