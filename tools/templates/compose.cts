import { hash } from 'node:crypto';
import { compact, mapValues, omit, pick, pickBy, zip } from 'lodash';
import type { IConnection } from 'n8n-workflow';
import type { Connections, Template, TemplateNode } from '../n8n/client/template.cts';
import { SAMPLE, TRIGGER_STEP, TRY_IT, type Description, type Step } from './description.cts';
import {
	boxAt,
	crosses,
	estimateHeight,
	measure,
	overlap,
	STEP_SIZE,
	stepHeight,
	type Box,
	type Geometry,
} from './geometry.cts';
import { composeSample } from './sample.cts';
import { application, code, step } from './steps.cts';

/** The width of the area to the left of the steps, which contains notes and `Try it`. */
const LEFT = 380;
const GAP = 20;
const COLUMN = 208;
const ROW = 190;
/** The right edge of the canvas. If it were wider, the notes' text would be too small in n8n's editor. */
const RIGHT = 1812;

type Place = readonly [left: number, top: number];

const [GREEN, BLUE, RED] = [4, 5, 3];

const COPYING = 'To copy a line, double-click here. Leave out the backticks.';

export async function compose(description: Description): Promise<Template> {
	const { name, about, trigger = {} } = description;
	const rows = description.canvas
		.trim()
		.split('\n')
		.map((row) => row.split('|').map((step) => step.trim()));
	if (trigger && rows[0]?.[0] === TRIGGER_STEP) rows.unshift(['']);
	const triggerRow = rows.findIndex(([step]) => step === TRIGGER_STEP);
	const above = rows[triggerRow - 1];
	if (above) above[0] = SAMPLE;
	const steps = await listSteps(description);
	const connections = connect(description, rows, Object.keys(steps));

	const green = note('Start Here', trigger ? about + SET_UP : about, GREEN, [0, 0], LEFT);
	const notes = [green];
	const positions = new Map<string, Place>();
	let top = STEP_SIZE / 2;
	if (trigger) {
		const below = green.parameters.height + GAP;
		const target = connections[TRIGGER_STEP]?.main.at(-1)?.[0]?.node;
		const tryIt = `### Try it\n\nBefore you activate the trigger, hover over _${target}_ and click **▶** to see a sample application. Click **Execute workflow** beside _Try it_ to send it through the steps.`;
		const blue = note('Note: Try it', tryIt, BLUE, [0, below], LEFT - 140);
		const { height } = blue.parameters;
		const next: Place = [0, below + Math.max(height, 140) + GAP];
		notes.push(blue, fillIn(TRIGGER_STEP, `${ACTIVATE} ${trigger.note ?? ''}`.trim(), next, LEFT));
		const row = below + height / 2;
		top = row - ROW * (triggerRow - 1);
		positions.set(TRY_IT, [LEFT - STEP_SIZE - 8, row - STEP_SIZE / 2]);
	}
	for (const [index, row] of rows.entries()) {
		for (const [column, step] of row.entries()) {
			if (!step) continue;
			if (!steps[step] || positions.has(step)) throw new Error(`check "${step}" on the canvas`);
			const x = LEFT + 60 + column * COLUMN + (column > 0 ? 16 : 0);
			const { length } = connections[step]?.main ?? [];
			positions.set(step, [x, top + index * ROW - stepHeight(length) / 2]);
		}
	}
	const nodes = Object.entries(steps).map(([step, { type, ...rest }]): TemplateNode => {
		const position = positions.get(step);
		if (!position) throw new Error(`"${step}" is not on the canvas`);
		const prefix = step === TRIGGER_STEP ? 'n8n-nodes-cleverconnect' : 'n8n-nodes-base';
		return { type: `${prefix}.${type}`, position, id: '', name: step, ...rest } as never;
	});
	for (const [names, text] of Object.entries(description.fillIn)) {
		notes.push(placeNote(names, text, measure({ nodes: [...notes, ...nodes], connections })));
	}
	return {
		name,
		nodes: [...notes, ...nodes].map((node) => ({ ...node, id: makeId(`${name}: ${node.name}`) })),
		connections,
		settings: { executionOrder: 'v1' },
		pinData: {},
	};
}

async function listSteps(description: Description): Promise<Record<string, Step>> {
	const { trigger = {}, steps } = description;
	if (!trigger) return steps;
	const { parameters = {} } = trigger;
	return {
		[TRY_IT]: step('manualTrigger', 1, {}),
		[SAMPLE]: code(await composeSample(parameters)),
		// Until a user activates a trigger, n8n can't publish the workflow, and "Execute workflow" runs the sample.
		[TRIGGER_STEP]: { ...step('cleverConnectTrigger', 2, parameters), disabled: true },
		Application: application,
		...steps,
	};
}

function connect(
	{ wires }: Description,
	rows: ReadonlyArray<readonly string[]>,
	names: readonly string[],
): Connections {
	const neighbors = rows.flatMap((row) => zip(row, row.slice(1)));
	const toTheRight = neighbors.filter(([from, to]) => from && to) as Array<[string, string]>;
	const all: Record<string, string> = { ...omit(Object.fromEntries(toTheRight), SAMPLE), ...wires };
	const next = all[TRIGGER_STEP]?.split(' | ').at(-1);
	if (next) Object.assign(all, { [TRY_IT]: SAMPLE, [SAMPLE]: all[SAMPLE] ?? next });
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

const SET_UP = `

**To set up the workflow**, follow the red notes, and then publish it. Red triangles mark steps with missing values. To retry failed applications, add this workflow to the _retry-failed_ template.`;

const ACTIVATE = `1. Open the trigger, and select or create the **CleverConnect Webhook API** credential.
2. To activate the trigger, select it and press **D**.

Once this workflow is published, CleverConnect can send applications to the _Production URL_.`;

function note(name: string, content: string, color: number, position: Place, width: number) {
	return {
		parameters: { content, height: estimateHeight(content, width), width, color },
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position,
		id: '',
		name,
	};
}

function fillIn(names: string, text: string, position: Place, width: number) {
	const copying = /paste[^]*`/i.test(text) ? `\n\n${COPYING}` : '';
	return note(`Note: ${names}`, `### Fill in: ${names}\n\n${text}${copying}`, RED, position, width);
}

/** Places a note near the first step that it names, where it touches no step, name, wire, or other note. */
function placeNote(names: string, text: string, canvas: Geometry) {
	const step = canvas.steps.get(names.split(', ')[0] ?? '');
	if (!step) throw new Error(`the note "${names}" names no step`);
	const others = [canvas.steps, canvas.names, canvas.notes].flatMap((all) => [...all.values()]);
	const isFree = (box: Box) =>
		box.right <= RIGHT &&
		!others.some((other) => overlap(box, other, 12)) &&
		!canvas.wires.some(({ points }) => crosses(points, box, 8));
	const above = step.top - GAP;
	const places: ReadonlyArray<(width: number, height: number) => Place> = [
		(_width, height) => [step.left - 8, above - height],
		(width, height) => [step.right + 12 - width, above - height],
		(_width, height) => [step.left + COLUMN - 8, above - height],
		() => [step.right + 6 * GAP, step.top],
		(width) => [step.left - COLUMN + STEP_SIZE - GAP - width, step.top],
	];
	for (const place of places) {
		for (const width of [340, 300]) {
			const { height } = fillIn(names, text, [0, 0], width).parameters;
			const position = place(width, height);
			if (isFree(boxAt(...position, width, height))) return fillIn(names, text, position, width);
		}
	}
	throw new Error(`there is no room for the note "${names}"`);
}
