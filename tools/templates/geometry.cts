import { isNote, type Template } from '../n8n/client/template.cts';

// The places and sizes that n8n's editor gives to steps, names, notes, and wires, in its pixels.

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

type Point = readonly [x: number, y: number];

export const STEP_SIZE = 96;

export function stepHeight(inputs: number, outputs: number): number {
	return STEP_SIZE + Math.max(0, Math.max(inputs, outputs) - 2) * 32;
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

/** Returns points on a template's wires, and the boxes of its notes, its steps, the names below the steps, and buttons. */
export function measure({ nodes, connections }: Pick<Template, 'nodes' | 'connections'>) {
	const outputs = (name: string) => connections[name]?.main.length ?? 0;
	const targets = Object.values(connections).flatMap(({ main }) => main.flat());
	const inputs = (name: string) =>
		Math.max(1, ...targets.filter(({ node }) => node === name).map(({ index }) => index + 1));
	const notes = new Map<string, Box>();
	const steps = new Map<string, Box>();
	const names = new Map<string, Box>();
	for (const node of nodes) {
		const { name, position, parameters } = node;
		if (isNote(node)) {
			notes.set(name, boxAt(...position, Number(parameters.width), Number(parameters.height)));
			continue;
		}
		const box = boxAt(...position, STEP_SIZE, stepHeight(inputs(name), outputs(name)));
		steps.set(name, box);
		names.set(name, boxOfName(name, box));
	}
	const handle = (name: string, side: 'left' | 'right', index: number, count: number): Point => {
		const { [side]: x, top, bottom } = steps.get(name) ?? boxAt(0, 0, 0, 0);
		return [x, top + ((bottom - top) * (index + 1)) / (count + 1)];
	};
	const wires = [...steps.keys()].flatMap((from) => {
		const main = connections[from]?.main ?? [[]];
		return main.flatMap((group, output) => {
			const start = handle(from, 'right', output, main.length);
			return group.map(({ node: to, index }) => {
				const end = handle(to, 'left', index, inputs(to));
				return { from, to, points: drawWire(start, end) };
			});
		});
	});
	const ends = nodes
		.filter((node) => !isNote(node) && !connections[node.name]?.main.flat().length)
		.filter(({ type }) => type !== 'n8n-nodes-base.stopAndError')
		.map(({ name }) => boxOfPlus(handle(name, 'right', 0, 1)));
	return { notes, steps, names, wires, ends };
}

/** The button beside a step that leads to no other step. */
function boxOfPlus([x, y]: Point): Box {
	return boxAt(x + 58, y - 10, 20, 20);
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
	const isBackward = x1 - 20 > x2;
	if (isBackward) {
		const [right, low, left] = [x1 + 40, y1 + 130, x2 - 40];
		return [
			...drawCurve([x1, y1], [right, y1]),
			...drawCurve([right, y1], [right, low]),
			...drawCurve([right, low], [left, low]),
			...drawCurve([left, low], [left, y2]),
			...drawCurve([left, y2], [x2, y2]),
		];
	}
	return drawCurve([x1, y1], [x2, y2]);
}

/** Returns points on a curve, which is a straight line between points at the same height or above each other. */
function drawCurve([x1, y1]: Point, [x2, y2]: Point): Point[] {
	const middle = (x1 + x2) / 2;
	return Array.from({ length: 101 }, (_, index) => {
		const t = index / 100;
		const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
		return [a * x1 + (b + c) * middle + d * x2, (a + b) * y1 + (c + d) * y2];
	});
}

/** Whether a wire passes through a box. */
export function crosses(wire: readonly Point[], box: Box, distance = 0): boolean {
	return wire.some(([x, y]) => overlap({ left: x, right: x, top: y, bottom: y }, box, distance));
}

/** How the editor renders a line of Markdown: the font size, the height of a line, and the space below. */
const [HEADING, SUBHEADING, ITEM, PARAGRAPH] = [
	{ size: 24, lineHeight: 32.5, space: 8, indent: 26 },
	{ size: 16, lineHeight: 22, space: 8, indent: 26 },
	{ size: 14, lineHeight: 18.5, space: 4, indent: 46 },
	{ size: 14, lineHeight: 19, space: 8, indent: 26 },
] as const;

const ABOVE_AND_BELOW = 17;

/** Estimates the height of a note's text, which the editor renders as Markdown. */
export function estimateHeight(markdown: string, width: number): number {
	const heights = markdown.split(/\n+/).map((line) => {
		const { size, lineHeight, space, indent } = styleOf(line);
		const words = measureWords(line.replace(/^(?:#+|-|\d+\.) /, ''), size);
		return countLines(words, width - indent) * lineHeight + space;
	});
	return Math.ceil((heights.reduce((sum, height) => sum + height) + ABOVE_AND_BELOW) / 10) * 10;
}

function styleOf(line: string) {
	if (line.startsWith('## ')) return HEADING;
	if (line.startsWith('### ')) return SUBHEADING;
	return /^(?:- |\d+\. )/.test(line) ? ITEM : PARAGRAPH;
}

/** Returns the widths of the words and of the spaces behind them. */
function measureWords(markdown: string, size: number): ReadonlyArray<readonly number[]> {
	const text = markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
	const characters = [...text.matchAll(/`([^`]*)`|\*\*([^*`]*)\*\*|([^*`]+)/g)].flatMap(
		([, code, bold, plain = '']) => {
			if (code !== undefined) return [...code].map((character) => [character, 9.6] as const);
			const factor = ((bold !== undefined || size > 14 ? 1.06 : 1) * size) / 14;
			return [...(bold ?? plain.replace(/\b_|_\b/g, ''))].map(
				(character) => [character, widthOf(character) * factor] as const,
			);
		},
	);
	const words = [[0, 0]];
	for (const [character, characterWidth] of characters) {
		const word = words.at(-1) as [number, number];
		if (character !== ' ') word[0] += characterWidth;
		else {
			word[1] = characterWidth;
			words.push([0, 0]);
		}
	}
	return words;
}

/** The width of a character at a font size of 14, as measured in the editor. */
function widthOf(character: string): number {
	if (character === ' ') return 4;
	if (/[iljIftr.,:;'’!|()[\]/“”-]/.test(character)) return 4.7;
	if (/[mwMW—…%@]/.test(character)) return 11.7;
	return /\p{Lu}/u.test(character) ? 9.6 : 7.9;
}

/** Words that are wider than a line are broken. */
function countLines(words: ReadonlyArray<readonly number[]>, width: number): number {
	let lines = 1;
	let used = 0;
	for (const [word = 0, space = 0] of words) {
		if (used > 0 && used + word > width) {
			lines += 1;
			used = 0;
		}
		lines += Math.floor(word / width);
		used += (word % width) + space;
	}
	return lines;
}
