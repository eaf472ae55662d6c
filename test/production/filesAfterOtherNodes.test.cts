import { findBlock } from '../../tools/docs/page.cts';
import { n8n } from '../helpers/n8n.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import {
	deliver,
	publishReceiver,
	TRIGGER,
	type FollowingNode,
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

describe('the files available after', () => {
	it.each(rows)('%s are: %s', async (name, after) => {
		const steps = STEPS[name]?.();
		const fields = FILES[after];
		if (!steps || !fields)
			throw new Error(`this test does not know the row "${name}, ${after}" in docs/${PAGE}`);
		const execution = await receive({
			next: [step('Start', 'noOp', 1, {})],
			further: {
				nodes: steps,
				connections: {
					Start: { main: [steps.map(({ name: node }) => ({ node, type: 'main', index: 0 }))] },
				},
			},
		});
		for (const { name: node } of steps) {
			const [item] = execution.outputsOf(node).flat();
			expect([node, Object.keys(item?.binary ?? {})]).toEqual([node, fields]);
		}
	});
});

let count = 0;

async function receive(
	options: NonNullable<Parameters<typeof publishReceiver>[1]>,
): Promise<Execution> {
	count += 1;
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		name: `Files after another node ${count}`,
		...options,
	});
	expect((await deliver(productionUrl, goodApplication())).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	if (!execution) throw new Error('the delivery has not started an execution');
	return execution;
}

describe('the Merge node', () => {
	it.each([
		['a row', OF_THE_JOB, true],
		['nothing', OF_NO_JOB, false],
	])(
		'keeps the application and its files if the Data Table node finds %s',
		async (_title, filter, isFound) => {
			const lookUp = {
				...dataTable('Look-up', { operation: 'get', limit: 1, ...filter }),
				alwaysOutputData: true,
			};
			const merge = step('Merge', 'merge', 3, {
				mode: 'combine',
				combineBy: 'combineByPosition',
				options: {
					includeUnpaired: true,
					clashHandling: { values: { resolveClash: 'preferInput1' } },
				},
			});
			const execution = await receive({
				next: [step('Start', 'noOp', 1, {})],
				further: {
					nodes: [lookUp, merge],
					connections: {
						Start: {
							main: [
								[
									{ node: 'Look-up', type: 'main', index: 0 },
									{ node: 'Merge', type: 'main', index: 0 },
								],
							],
						},
						'Look-up': { main: [[{ node: 'Merge', type: 'main', index: 1 }]] },
					},
				},
			});
			const items = execution.outputsOf('Merge').flat();
			expect(items).toHaveLength(1);
			expect(items[0]?.json).toMatchObject({ id: 4711, candidate: { firstName: 'Camille' } });
			expect(items[0]?.json.job).toBe(isFound ? '0042-BAKER' : undefined);
			expect(Object.keys(items[0]?.binary ?? {})).toEqual(['resume', 'letter']);
		},
	);
});

/** Delivers to a workflow that e-mails the application after a step, and returns the execution. */
async function mailAfter(
	previous: FollowingNode,
	fileAttachments: string,
	application = goodApplication(),
): Promise<Execution> {
	const id = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const mail = {
		...step('Mail', 'emailSend', 2.1, {
			fromEmail: 'jobs@example.com',
			toEmail: 'rita@example.com',
			subject: 'An application',
			emailFormat: 'text',
			text: 'Attached.',
			options: { fileAttachments },
		}),
		credentials: { smtp: { id, name: 'Mail' } },
	};
	count += 1;
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		name: `Mails the files ${count}`,
		next: [previous],
		further: {
			nodes: [mail],
			connections: { [previous.name]: { main: [[{ node: 'Mail', type: 'main', index: 0 }]] } },
		},
	});
	expect((await deliver(productionUrl, application)).status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	if (!execution) throw new Error('the delivery has not started an execution');
	return execution;
}

const through = step('Through', 'noOp', 1, {});
const withoutFiles = () => goodApplication({ attachments: [] });

describe('the Send Email node', () => {
	const all = `=${findBlock('using-files.md', 'attach-all').code.trim()}`;

	it.each([
		['all files', all, goodApplication(), [resumePdf, letterDocx]],
		['no file if the application has none', all, withoutFiles(), []],
		['only the CV', 'resume', goodApplication(), [resumePdf]],
	])('sends %s', async (_title, entry, application, files) => {
		const { error } = await mailAfter(through, entry, application);
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.attachments.map(({ content }) => content)).toEqual(files);
	});

	it('fails if the field is "resume" and the application has no CV', async () => {
		const { error } = await mailAfter(through, 'resume', withoutFiles());
		expect(error).toMatch(/binary field 'resume'/);
		expect(mailServer.untaken).toBe(0);
	});
});

describe('the documented expression for attachments', () => {
	const expression = `=${findBlock(PAGE, 'attachments').code.trim()}`;

	it('attaches all files', async () => {
		const { error } = await mailAfter(through, expression);
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.attachments.map(({ content }) => content)).toEqual([resumePdf, letterDocx]);
	});

	it('attaches nothing if the application has no files', async () => {
		const { error } = await mailAfter(through, expression, withoutFiles());
		expect(error).toBeUndefined();
		const [mail] = await mailServer.takeMails('rita@example.com', 1);
		expect(mail?.attachments).toEqual([]);
	});

	it.each([
		['all files were', step('Drop', 'set', 3.4, { options: {} })],
		[
			'one file was',
			step('Drop', 'extractFromFile', 1, {
				operation: 'pdf',
				binaryPropertyName: 'resume',
				options: {},
			}),
		],
	])('fails if %s dropped', async (_title, dropping) => {
		const execution = await mailAfter(dropping, expression);
		expect(execution.error).toMatch(/^Unsupported format 'FILES MISSING'/);
		expect(execution.outputsOf(TRIGGER)[0]).toHaveLength(1);
		expect(mailServer.untaken).toBe(0);
	});
});
