import { findBlock } from '../../tools/docs/page.cts';
import { n8n } from '../helpers/n8n.cts';
import { readTemplate } from '../../tools/n8n/client/template.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import { connect, TRIGGER, type FollowingNode } from '../../tools/n8n/client/workflow.cts';
import { execute } from '../helpers/execute.cts';

const PAGE = 'files-after-other-nodes.md';

const operator = { type: 'boolean', operation: 'true', singleValue: true };
const conditions = {
	options: { version: 2 },
	conditions: [{ id: 'always', leftValue: '={{ true }}', rightValue: '', operator }],
	combinator: 'and',
};
const rowOf = (keyValue: string) => ({
	matchType: 'allConditions',
	filters: { conditions: [{ keyName: 'job', keyValue }] },
});
const job = '={{ $json.jobId }}';
const columns = { mappingMode: 'defineBelow', value: { job }, schema: [] };

let count = 0;

function step(type: string, typeVersion: number, parameters: object = {}): FollowingNode {
	const name = `${type} ${(count += 1)}`;
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

function dataTable(operation: string, parameters: object = rowOf(job)): FollowingNode {
	const dataTableId = { __rl: true, mode: 'name', value: 'Jobs' };
	return step('dataTable', 1, { dataTableId, operation, columns, ...parameters });
}

const extract = (options: object) =>
	step('extractFromFile', 1, { operation: 'pdf', binaryPropertyName: 'resume', options });

/** The nodes for each entry of the table's list of steps. */
const STEPS: Readonly<Record<string, readonly FollowingNode[]>> = {
	'Data Table: Get, Insert, Update, Upsert': ['get', 'insert', 'update', 'upsert'].map(
		(operation) => dataTable(operation),
	),
	'HTTP Request': [step('httpRequest', 4.2, { url: `${n8n.url}/healthz` })],
	'Edit Fields': [step('set', 3.4)],
	'Edit Fields with Include Other Input Fields': [step('set', 3.4, { includeOtherFields: true })],
	'Code that returns new items': [step('code', 2, { jsCode: 'return [{ json: { isNew: 1 } }];' })],
	'Date & Time': [step('dateTime', 2)],
	'Aggregate, Split Out': [
		step('aggregate', 1, { aggregate: 'aggregateAllItemData' }),
		step('splitOut', 1, { fieldToSplitOut: 'attachments', include: 'allOtherFields' }),
	],
	'Extract from File': [extract({})],
	'Extract from File with Keep Source set to Both': [extract({ keepSource: 'both' })],
	'If, Switch, Filter': [
		step('if', 2.2, { conditions }),
		step('switch', 3.2, { rules: { values: [{ conditions }] } }),
		step('filter', 2.2, { conditions }),
	],
	'Wait, Limit, Sort, Remove Duplicates': [
		step('wait', 1.1, { amount: 1, unit: 'seconds' }),
		step('limit', 1),
		step('sort', 1, { sortFieldsUi: { sortField: [{ fieldName: 'id' }] } }),
		step('removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			dedupeValue: '={{ $json.id }}',
		}),
	],
	'Data Table: If Row Exists, If Row Does Not Exist': [
		dataTable('rowExists'),
		dataTable('rowNotExists', rowOf('no such job')),
	],
};

const FILES: Readonly<Record<string, readonly string[]>> = {
	none: [],
	all: ['resume', 'letter'],
	'all except the file that it read': ['letter'],
};

let execution: Execution;

beforeAll(async () => {
	const nodes = Object.values(STEPS).flat();
	const connections = connect(TRIGGER, ...nodes.map(({ name }) => name));
	await n8n.session.createDataTable('Jobs', [{ name: 'job', type: 'string' }]);
	await n8n.session.addDataTableRows('Jobs', [{ job: '0042-BAKER' }]);
	execution = await execute(n8n, { further: { nodes, connections } });
	expect(execution.error).toBeUndefined();
});

const documented = findBlock(PAGE, 'steps').rows.flatMap(([after = '', steps = '']) =>
	steps.split('; ').map((name) => [name, after] as const),
);

it.each(documented)('the files available after %s are: %s', (name, after) => {
	const steps = STEPS[name] ?? [];
	expect(steps).not.toEqual([]);
	for (const { name: node } of steps) {
		const files = Object.keys(execution.itemOf(node).binary ?? {});
		expect([node, files]).toEqual([node, FILES[after]]);
	}
});

it('the condition that all files are there is that of mail-to-recruiter.json', async () => {
	const { nodes } = await readTemplate('mail-to-recruiter.json');
	const { parameters } = nodes.find(({ name }) => name === 'All files there?') ?? {};
	const { conditions: rows } = parameters?.conditions as { conditions: object[] };
	const values = findBlock(PAGE, 'all-files-there').code.trim().split('\n');
	const [leftValue, rightValue] = values.map(
		(value) => `=${value.replace(TRIGGER, 'Application')}`,
	);
	expect(rows).toMatchObject([{ leftValue, operator: { operation: 'contains' }, rightValue }]);
});
