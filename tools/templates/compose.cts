import { hash } from 'node:crypto';
import { compact, mapValues, pick, pickBy, zip } from 'lodash';
import type { IConnection } from 'n8n-workflow';
import type { Connections, Template, TemplateNode } from '../n8n/client/template.cts';
import { TRIGGER_STEP, type Description, type Step } from './description.cts';
import { composeNotes, NOTE_WIDTH } from './notes.cts';
import { application, step } from './steps.cts';

/** The distances between steps in n8n's editor, in its pixels. */
const COLUMN = 160;
const ROW = 176;
/** The position of the first row's first step: to the right of the notes. */
const [LEFT, TOP] = [NOTE_WIDTH + 64, 48];

/** Leaves room for the name of the trigger's output. */
const xOf = (column: number) => column * COLUMN + (column > 0 ? 32 : 0);

/** Returns the workflow that a description stands for: the notes on the left, and the steps from left to right. */
export function compose(description: Description): Template {
	const { name, canvas } = description;
	const rows = canvas
		.trim()
		.split('\n')
		.map((row) => row.split('|').map((step) => step.trim()));
	const steps = listSteps(description);
	const connections = connect(description, rows, Object.keys(steps));
	const nodes = rows.flatMap((row, rowNumber) =>
		row.flatMap((name, column): TemplateNode[] => {
			if (name === '') return [];
			const { type, ...rest } = steps[name] ?? unknown(name);
			const prefix = name === TRIGGER_STEP ? 'n8n-nodes-cleverconnect' : 'n8n-nodes-base';
			const position = [LEFT + xOf(column), TOP + rowNumber * ROW] as const;
			return [{ type: `${prefix}.${type}`, position, id: '', name, ...rest } as never];
		}),
	);
	return {
		name,
		nodes: [...composeNotes(description), ...nodes].map((node) => ({
			...node,
			id: makeId(`${name}: ${node.name}`),
		})),
		connections,
		settings: { executionOrder: 'v1' },
		pinData: {},
	};
}

function listSteps({ trigger = {}, steps }: Description): Readonly<Record<string, Step>> {
	if (!trigger) return steps;
	const { parameters = {} } = trigger;
	return {
		[TRIGGER_STEP]: step('cleverConnectTrigger', 2, parameters),
		Application: application,
		...steps,
	};
}

function unknown(name: string): never {
	throw new Error(`"${name}" is on the canvas, but not among the steps`);
}

function connect(
	{ wires }: Description,
	rows: ReadonlyArray<readonly string[]>,
	names: readonly string[],
): Connections {
	const neighbors = rows.flatMap((row) => zip(row, row.slice(1)));
	const toTheRight = neighbors.filter(([from, to]) => from && to) as Array<[string, string]>;
	const all: Record<string, string> = { ...Object.fromEntries(toTheRight), ...wires };
	return mapValues(pickBy(pick(all, names)), (outputs, from) => {
		const toStep = (target: string): IConnection => {
			const node = target.trim();
			if (names.includes(node)) return { node, type: 'main', index: 0 };
			throw new Error(`"${from}" leads to "${node}", which doesn't exist`);
		};
		return { main: outputs.split('|').map((list) => compact(list.trim().split(',')).map(toStep)) };
	});
}

/** Returns an id that depends only on the name, so that unchanged nodes keep their ids. */
function makeId(name: string): string {
	return hash('sha256', name).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
