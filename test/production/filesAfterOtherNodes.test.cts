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
const rows = findBlock(PAGE, 'steps').rows.map(([name = '', after = '']) => [name, after] as const);

let mailServer: MailServer;

beforeAll(async () => {
	mailServer = await startMailServer();
	await n8n.session.createDataTable('Jobs', [{ name: 'job', type: 'string' }]);
	await n8n.session.addDataTableRows('Jobs', [{ job: '0042-BAKER' }]);
});

afterAll(async () => await mailServer?.stop());

const JOBS = { __rl: true, mode: 'name', value: 'Jobs' };
const OF_THE_JOB = {
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'job', keyValue: '={{ $json.jobId }}' }] },
};
const OF_NO_JOB = {
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'job', keyValue: 'no such job' }] },
};
const ALWAYS = {
	options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
	conditions: [
		{
			id: 'always',
			leftValue: '={{ true }}',
			rightValue: '',
			operator: { type: 'boolean', operation: 'true', singleValue: true },
		},
	],
	combinator: 'and',
};

function step(name: string, type: string, typeVersion: number, parameters: object): FollowingNode {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

function dataTable(name: string, parameters: object): FollowingNode {
	return step(name, 'dataTable', 1, { dataTableId: JOBS, ...parameters });
}

/** The steps for each table row, by the text of its first cell. */
const STEPS: Readonly<Record<string, () => readonly FollowingNode[]>> = {
	'Data Table: Get, Insert, Update, Upsert': () => [
		dataTable('Get', { operation: 'get', ...OF_THE_JOB }),
		...['insert', 'update', 'upsert'].map((operation) =>
			dataTable(operation, {
				operation,
				...(operation !== 'insert' && OF_THE_JOB),
				columns: { mappingMode: 'defineBelow', value: { job: '={{ $json.jobId }}' }, schema: [] },
			}),
		),
	],
	'HTTP Request': () => [
		step('HTTP', 'httpRequest', 4.2, { url: `${n8n.url}/healthz`, options: {} }),
	],
	'Edit Fields': () => [step('Edit', 'set', 3.4, { options: {} })],
	'Edit Fields with Include Other Input Fields': () => [
		step('Edit with others', 'set', 3.4, { includeOtherFields: true, options: {} }),
	],
	'Code that returns new items': () => [
		step('Code', 'code', 2, { jsCode: 'return [{ json: { isNew: true } }];' }),
	],
	'Date & Time': () => [step('Time', 'dateTime', 2, { options: {} })],
	'Aggregate, Split Out': () => [
		step('Aggregate', 'aggregate', 1, { aggregate: 'aggregateAllItemData', options: {} }),
		step('Split Out', 'splitOut', 1, {
			fieldToSplitOut: 'attachments',
			include: 'allOtherFields',
			options: {},
		}),
	],
	'Extract From File': () => [
		step('Extract', 'extractFromFile', 1, {
			operation: 'pdf',
			binaryPropertyName: 'resume',
			options: {},
		}),
	],
	'Extract From File with Keep Source set to Both': () => [
		step('Extract and keep', 'extractFromFile', 1, {
			operation: 'pdf',
			binaryPropertyName: 'resume',
			options: { keepSource: 'both' },
		}),
	],
	'If, Switch, Filter': () => [
		step('If', 'if', 2.2, { conditions: ALWAYS, options: {} }),
		step('Switch', 'switch', 3.2, { rules: { values: [{ conditions: ALWAYS }] }, options: {} }),
		step('Filter', 'filter', 2.2, { conditions: ALWAYS, options: {} }),
	],
	'Wait, Limit, Sort, Remove Duplicates': () => [
		step('Wait', 'wait', 1.1, { amount: 1, unit: 'seconds' }),
		step('Limit', 'limit', 1, {}),
		step('Sort', 'sort', 1, { sortFieldsUi: { sortField: [{ fieldName: 'id' }] }, options: {} }),
		step('Remove Duplicates', 'removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			dedupeValue: '={{ $json.id }}',
			options: {},
		}),
	],
	'Data Table: If Row Exists, If Row Does Not Exist': () => [
		dataTable('Exists', { operation: 'rowExists', ...OF_THE_JOB }),
		dataTable('Does not exist', { operation: 'rowNotExists', ...OF_NO_JOB }),
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

async function receive(
	options: ReceiverOptions,
	application = goodApplication(),
): Promise<Execution> {
	const { productionUrl, workflowId } = await publishReceiver(n8n, options);
	expect((await deliver(productionUrl, application)).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	if (!execution) throw new Error('the delivery has not started an execution');
	return execution;
}

describe('the files available after', () => {
	let execution: Execution;

	beforeAll(async () => {
		const nodes = Object.values(STEPS).flatMap((makeSteps) => makeSteps());
		const connections = { [TRIGGER]: to(...nodes.map(({ name }) => name)) };
		execution = await receive({ further: { nodes, connections } });
		expect(execution.error).toBeUndefined();
	});

	it.each(rows)('%s are: %s', (name, after) => {
		const steps = STEPS[name]?.() ?? [];
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
		const get = { operation: 'get', limit: 1, ...filter };
		const lookUp = { ...dataTable('Look-up', get), alwaysOutputData: true };
		const merge = step('Merge', 'merge', 3, {
			mode: 'combine',
			combineBy: 'combineByPosition',
			options: {
				includeUnpaired: true,
				clashHandling: { values: { resolveClash: 'preferInput1' } },
			},
		});
		const connections = {
			[TRIGGER]: to('Look-up', 'Merge'),
			'Look-up': { main: [[{ node: 'Merge', type: 'main', index: 1 }]] },
		};
		const execution = await receive({ further: { nodes: [lookUp, merge], connections } });
		const [item, ...others] = execution.outputsOf('Merge').flat();
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({ id: 4711, candidate: { firstName: 'Camille' } });
		expect([item?.json.job, Object.keys(item?.binary ?? {})]).toEqual([job, FILES.all]);
	},
);

it.each([
	['all files', goodApplication(), [resumePdf, letterDocx], undefined],
	['no file if the application has none', goodApplication({ attachments: [] }), [], undefined],
	['the CV alone', goodApplication(), [resumePdf], 'resume'],
])('the Send Email node sends %s', async (_title, application, files, entry) => {
	const error = await mail(entry ?? ATTACH_ALL, application);
	const mails = mailServer.takeAllMails().map((each) => each.mail.attachments);
	expect(error).toBeUndefined();
	expect(mails.map((attachments) => attachments.map(({ content }) => content))).toEqual([files]);
});

it('the Send Email node fails if the field is "resume" and the application has no CV', async () => {
	const error = await mail('resume', goodApplication({ attachments: [] }));
	expect(error).toMatch(/binary field 'resume'/);
	expect(mailServer.untaken).toBe(0);
});

/** Delivers to a workflow that e-mails files, and returns the error. */
async function mail(fileAttachments: string, application: object): Promise<string | undefined> {
	const id = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const sendEmail = step('Mail', 'emailSend', 2.1, {
		...{ fromEmail: 'jobs@example.com', toEmail: 'rita@example.com', subject: 'An application' },
		...{ emailFormat: 'text', text: 'Attached.', options: { fileAttachments } },
	});
	const next = [{ ...sendEmail, credentials: { smtp: { id, name: 'Mail' } } }];
	return (await receive({ next }, application as never)).error;
}

const ATTACH_ALL = `=${findBlock('using-files.md', 'attach-all').code.trim()}`;

it('the expression that fails if files are missing is that of mail-to-recruiter.json', async () => {
	const { nodes } = await readTemplate('mail-to-recruiter.json');
	const [sendEmail] = nodes.filter(({ type }) => type === 'n8n-nodes-base.emailSend');
	const { fileAttachments } = sendEmail?.parameters.options as { fileAttachments: string };
	const expression = fileAttachments
		.replace("'Application'", `'${TRIGGER}'`)
		.replace(/(FILES MISSING)[^']*/, '$1');
	expect(expression).toBe(`=${findBlock(PAGE, 'attachments').code.trim()}`);
});
