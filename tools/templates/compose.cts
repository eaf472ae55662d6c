import { createHash } from 'node:crypto';
import type { Connections, Template, TemplateNode } from '../n8n/client/template.cts';
import { SAMPLE, TRIGGER_STEP, TRY_IT, type Description, type Step } from './description.cts';
import {
	boxAt,
	crosses,
	estimateHeight,
	measure,
	overlap,
	STEP_SIZE,
	type Box,
} from './geometry.cts';
import { composeSample } from './sample.cts';
import { application, code } from './steps.cts';

/** The width of the notes to the left of the steps. */
const LEFT = 380;
const GAP = 20;
const COLUMN = 208;
const ROW = 190;
/** The right edge of the canvas. On a wider canvas, n8n's editor would show the notes' text too small. */
const RIGHT = 1812;
const WIDTHS = [340, 300, 260, 220];

const [GREEN, BLUE, RED] = [4, 5, 3];

/** Returns the workflow that a description describes. */
export function compose(description: Description): Template {
	const { name, trigger = {}, canvas, settings } = description;
	const rows = trigger && canvas[0]?.[0] === TRIGGER_STEP ? [[], ...canvas] : [...canvas];
	const first = rows.findIndex((row) => row[0] === TRIGGER_STEP);
	if (first > 0) rows[first - 1] = [SAMPLE, ...(rows[first - 1]?.slice(1) ?? [])];
	const steps = listSteps(description);
	const connections = connect(steps);

	const green = note(name, 'Start Here', composeAbout(description), GREEN, [0, 0], LEFT);
	const notes = [green];
	let top = STEP_SIZE / 2;
	const positions = new Map<string, readonly [number, number]>();
	if (trigger) {
		const below = heightOf(green) + GAP;
		const blue = note(name, 'Note: Try it', TRY_IT_NOTE, BLUE, [0, below], LEFT - 140);
		const red = fillIn(name, TRIGGER_STEP, composeTriggerNote(trigger.note), [0, 0], LEFT);
		const row = below + heightOf(blue) / 2;
		top = row - ROW * (first - 1);
		notes.push(blue, { ...red, position: [0, below + Math.max(heightOf(blue), 140) + GAP] });
		positions.set(TRY_IT, [LEFT - STEP_SIZE - 8, row - STEP_SIZE / 2]);
	}
	for (const [index, row] of rows.entries()) {
		for (const [column, step] of row.entries()) {
			if (!step) continue;
			if (!steps[step] || positions.has(step))
				throw new Error(`${name}: check "${step}" on the canvas`);
			const x = LEFT + 60 + column * COLUMN + (column > 0 ? 16 : 0);
			const { length } = connections[step]?.main ?? [];
			positions.set(step, [x, top + index * ROW - STEP_SIZE / 2 - Math.max(0, length - 2) * 16]);
		}
	}
	const nodes = Object.entries(steps).map(([step, { next: _next, type, ...rest }]) => {
		const position = positions.get(step);
		if (!position) throw new Error(`${name}: "${step}" is not on the canvas`);
		const prefix = step === TRIGGER_STEP ? 'n8n-nodes-cleverconnect' : 'n8n-nodes-base';
		return {
			type: `${prefix}.${type}`,
			position,
			id: makeId(`${name}: ${step}`),
			name: step,
			...rest,
		} as TemplateNode;
	});
	for (const [names, text] of Object.entries(description.fillIn)) {
		notes.push(placeNote(name, names, text, [...notes, ...nodes], connections));
	}
	return {
		name,
		nodes: [...notes, ...nodes],
		connections,
		settings: { executionOrder: 'v1', ...settings },
		pinData: {},
	};
}

function listSteps({ trigger = {}, steps }: Description): Record<string, Step> {
	if (!trigger) return steps;
	const { parameters = {}, next = ['Application'] } = trigger;
	return {
		[TRY_IT]: { type: 'manualTrigger', typeVersion: 1, parameters: {}, next: [SAMPLE] },
		[SAMPLE]: { ...code(composeSample(parameters)), next: [next.at(-1) ?? []] },
		// Without an active trigger, n8n doesn't publish the workflow, and "Execute workflow" runs the sample.
		[TRIGGER_STEP]: {
			type: 'cleverConnectTrigger',
			typeVersion: 2,
			parameters,
			next,
			disabled: true,
		},
		Application: application,
		...steps,
	};
}

function connect(steps: Readonly<Record<string, Step>>): Connections {
	const names = Object.keys(steps);
	const wires = Object.entries(steps).map(([name, { next = names
				.slice(names.indexOf(name) + 1)
				.slice(0, 1) }]) => {
		const main = next.map((targets) =>
			[targets].flat().map((target) => {
				const [, node = target, input = '1'] = /^(.*) #(\d)$/.exec(target) ?? [];
				if (!steps[node]) throw new Error(`"${name}" leads to "${node}", which doesn't exist`);
				return { node, type: 'main', index: Number(input) - 1 };
			}),
		);
		return [name, { main }] as const;
	});
	return Object.fromEntries(wires.filter(([, { main }]) => main.length > 0));
}

/** Returns an id that depends only on the name, so that unchanged nodes keep their ids. */
function makeId(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

// Notes

const TRY_IT_NOTE = `### Try it

Click **Execute workflow**. A fictional application goes as far as the first step that you haven't set up. Later, click **Execute workflow** beside _Try it_.`;

function composeAbout({ about, trigger }: Description): string {
	if (trigger === null) return about;
	return `${about}

**To set up the workflow**, follow the red notes, and then publish it. To get an e-mail when something fails, also import the template _alert-on-failure_.`;
}

function composeTriggerNote(more: string | undefined): string {
	return `1. Open the trigger, and create or select the credential **CleverConnect Webhook API**.
2. Select the trigger and press **D** to activate it.

Once this workflow is published, CleverConnect can send applications to the trigger's _Production URL_.${more ? ` ${more}` : ''}`;
}

function note(
	template: string,
	name: string,
	content: string,
	color: number,
	position: readonly [number, number],
	width: number,
): TemplateNode {
	return {
		parameters: { content, height: estimateHeight(content, width), width, color },
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position,
		id: makeId(`${template}: ${name}`),
		name,
	};
}

function fillIn(
	template: string,
	names: string,
	text: string,
	position: readonly [number, number],
	width: number,
): TemplateNode {
	return note(template, `Note: ${names}`, `### Fill in: ${names}\n\n${text}`, RED, position, width);
}

const heightOf = ({ parameters }: TemplateNode): number => Number(parameters.height);

/** Places a note near the first step that it names, where it touches neither steps, wires, nor notes. */
function placeNote(
	template: string,
	names: string,
	text: string,
	nodes: readonly TemplateNode[],
	connections: Connections,
): TemplateNode {
	const geometry = measure({ nodes, connections });
	const step = geometry.steps.get(names.split(', ')[0] ?? '');
	if (!step) throw new Error(`${template}: the note "${names}" names no step`);
	const isFree = (box: Box) =>
		box.right <= RIGHT &&
		![...geometry.steps.values()].some((other) => overlap(box, other, GAP)) &&
		![...geometry.names.values(), ...geometry.notes.values()].some((other) =>
			overlap(box, other, 12),
		) &&
		!geometry.wires.some((wire) => crosses(wire, box, 10));
	const heights = WIDTHS.map((width) => heightOf(fillIn(template, names, text, [0, 0], width)));
	const above = step.top - GAP;
	const places: ReadonlyArray<(width: number, height: number) => [left: number, top: number]> = [
		(_width, height) => [step.left - GAP, above - height],
		(width, height) => [step.right + 12 - width, above - height],
		(_width, height) => [step.left + COLUMN - GAP, above - height],
		() => [step.right + 5 * GAP, step.top],
		(width) => [step.left - COLUMN + STEP_SIZE - GAP - width, step.top],
		() => [step.left - GAP, step.bottom + 80],
		(_width, height) => [step.left - GAP, above - ROW - height],
		(width, height) => [step.right + 12 - width, above - ROW - height],
	];
	for (const place of places) {
		for (const [index, width] of WIDTHS.entries()) {
			const [left, top] = place(width, heights[index] ?? 0);
			if (isFree(boxAt(left, top, width, heights[index] ?? 0))) {
				return fillIn(template, names, text, [left, top], width);
			}
		}
	}
	throw new Error(`${template}: there is no room for the note "${names}"`);
}
