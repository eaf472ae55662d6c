import { times } from 'lodash';
import { isNote, type Template } from '../n8n/client/template.cts';

// Where n8n's editor draws steps, names, notes, and wires, in its pixels.

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

type Point = readonly [x: number, y: number];

export const STEP_SIZE = 96;

export function stepHeight(outputs: number): number {
	return STEP_SIZE + Math.max(0, outputs - 2) * 32;
}

export function boxAt(left: number, top: number, width: number, height: number): Box {
	return { left, top, right: left + width, bottom: top + height };
}

export function overlap(one: Box, other: Box, distance = 0): boolean {
	return (
		one.left < other.right + distance &&
		other.left < one.right + distance &&
		one.top < other.bottom + distance &&
		other.top < one.bottom + distance
	);
}

export type Geometry = ReturnType<typeof measure>;

/** Returns points on a template's wires, and the boxes of its notes, its steps, and the names below the steps. */
export function measure({ nodes, connections }: Pick<Template, 'nodes' | 'connections'>) {
	const notes = new Map<string, Box>();
	const steps = new Map<string, Box>();
	const names = new Map<string, Box>();
	for (const node of nodes) {
		const { name, position, parameters } = node;
		if (isNote(node)) {
			notes.set(name, boxAt(...position, Number(parameters.width), Number(parameters.height)));
			continue;
		}
		const box = boxAt(...position, STEP_SIZE, stepHeight(connections[name]?.main.length ?? 0));
		steps.set(name, box);
		names.set(name, boxOfName(name, box));
	}
	const handle = (name: string, side: 'left' | 'right', index = 0, count = 1): Point => {
		const { [side]: x, top, bottom } = steps.get(name) ?? boxAt(0, 0, 0, 0);
		return [x, top + ((bottom - top) * (index + 1)) / (count + 1)];
	};
	const wires = [...steps.keys()].flatMap((from) => {
		const main = connections[from]?.main ?? [[]];
		return main.flatMap((group, output) => {
			const start = handle(from, 'right', output, main.length);
			return group.map(({ node: to }) => {
				return { from, to, points: drawWire(start, handle(to, 'left')) };
			});
		});
	});
	return { notes, steps, names, wires };
}

/** A name has at most two lines, and the editor might show the step's action in a line below it. */
function boxOfName(name: string, { left, bottom }: Box): Box {
	const length = name.length * 8;
	const width = Math.min(length, 2 * STEP_SIZE);
	const height = length > width ? 60 : 40;
	return boxAt(left + (STEP_SIZE - width) / 2, bottom + 6, width, height);
}

/** Returns points on the wire between two handles, as n8n's editor draws it. */
function drawWire([x1, y1]: Point, [x2, y2]: Point): Point[] {
	const [right, low, left] = [x1 + 40, y1 + 130, x2 - 40];
	const isBackward = x1 - 20 > x2;
	const detour: Point[] = [
		[right, y1],
		[right, low],
		[left, low],
		[left, y2],
	];
	const corners: Point[] = [[x1, y1], ...(isBackward ? detour : []), [x2, y2]];
	return corners.slice(1).flatMap((end, index) => drawCurve(corners[index] ?? end, end));
}

/** Returns points on a curve, which is a straight line if its ends are at the same height or one is above the other. */
function drawCurve([x1, y1]: Point, [x2, y2]: Point): Point[] {
	const middle = (x1 + x2) / 2;
	return times(101, (index): Point => {
		const t = index / 100;
		const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
		return [a * x1 + (b + c) * middle + d * x2, (a + b) * y1 + (c + d) * y2];
	});
}

export function crosses(wire: readonly Point[], box: Box, distance = 0): boolean {
	return wire.some(([x, y]) => overlap({ left: x, right: x, top: y, bottom: y }, box, distance));
}

/** How the editor renders Markdown: the average width of a character, the height of a line, and the space around it. */
const [HEADING, SUBHEADING, ITEM, PARAGRAPH] = [
	{ character: 12.5, line: 32.5, below: 8, beside: 26 },
	{ character: 8.4, line: 22, below: 8, beside: 26 },
	{ character: 6.85, line: 18.5, below: 4, beside: 46 },
	{ character: 6.85, line: 19, below: 8, beside: 26 },
] as const;

const ABOVE_AND_BELOW = 17;

/** Estimates the height of a note's text, which the editor renders as Markdown. */
export function estimateHeight(markdown: string, width: number): number {
	const heights = markdown.split(/\n+/).map((text) => {
		const { character, line, below, beside } = styleOf(text);
		const columns = Math.floor((width - beside) / character);
		// Words that are wider than a line are broken.
		const lines = new RegExp(`.{1,${columns}}(?: |$)|.{${columns}}`, 'g');
		return (toPlainText(text).match(lines)?.length ?? 1) * line + below;
	});
	return Math.ceil((heights.reduce((sum, height) => sum + height) + ABOVE_AND_BELOW) / 10) * 10;
}

function styleOf(text: string) {
	if (text.startsWith('## ')) return HEADING;
	if (text.startsWith('### ')) return SUBHEADING;
	return /^(?:- |\d+\. )/.test(text) ? ITEM : PARAGRAPH;
}

/** Returns a line without its markup. Code and abbreviations become longer, because they are 50 % wider. */
function toPlainText(line: string): string {
	return line
		.replace(/^(?:#+|-|\d+\.) /, '')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/`[^`]*`|\p{Lu}{2,}/gu, (wide) => wide.padEnd(wide.length * 1.5, 'x'))
		.replace(/[`*]|\b_|_\b/g, '');
}
