// Reads the text of a PDF file (ISO 32000-2). PDF.js isn't used, because n8n would save its 1 MB of code with each
// execution, and because it doesn't limit the time and memory that a file takes.
import type { PdfDictionary, PdfObject } from '../../../nodes/CleverConnect/documents/pdfObject';
import { readTokens } from './pdfSyntax.cts';
import { readFont, type Font } from './pdfFont.cts';
import {
	openPdf,
	readText,
	resolveDictionary,
	resolveList,
	spend,
	toNumber,
	type PdfFile,
} from './pdfFile.cts';

/** In characters. The longest text of 400 real CVs has 68,000. */
export const MAXIMUM_TEXT = 200_000;

/** In units of about 10 ns. Real CVs with text take up to 65 million of them, and half take less than 2 million. */
const BUDGET = 100_000_000;
const PAGE_COST = 500;
const CONTENT_COST = 2000;
const TOKEN_COST = 50;
const STRING_COST = 100;
const GLYPH_COST = 10;
const MAXIMUM_PAGES = 20;
const MAXIMUM_DEPTH = 20;
const MAXIMUM_OPERANDS = 10_000;

/** The smallest gaps that count as a space and as a new line, in units of the text's size. */
const SPACE = 0.15;
const LINE = 0.5;
/** A hair space (U+200A), which stands for a gap. */
const GAP = '\u200a';
const SPACED_LETTERS = /(?<!\S)\S(?:\u200a\S){3,}(?!\S)/g;
/** An accent that TeX shows before its letter. A "`" can also be a quotation mark, so only vowels have this accent. */
const SEPARATE_ACCENT = /([´ˆ˜¨˚ˇ¸]|`(?=[aeiou]))(\p{L})/giu;
const ACCENTS: Readonly<Record<string, string>> = {
	...{ '`': '\u0300', '´': '\u0301', ˆ: '\u0302', '˜': '\u0303', '¨': '\u0308' },
	...{ '˚': '\u030a', ˇ: '\u030c', '¸': '\u0327' },
};

/** § 9.4: operators that also do what another one does. */
const COMBINED = new Map([
	['TD', ['TD', 'Td']],
	["'", ['T*', 'Tj']],
]);

/** A token before an operator, such as a string's bytes, a name, or a number. */
type Operand = string | Buffer;
/** A transformation matrix (§ 8.3.4). */
type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The parameters of the graphics state (§ 8.4.1 and § 9.3.1) that are used here. */
interface GraphicsState {
	readonly matrix: Matrix;
	readonly font?: Font;
	readonly size: number;
	readonly characterSpacing: number;
	readonly wordSpacing: number;
	readonly scale: number;
	readonly leading: number;
}

const INITIAL_STATE: GraphicsState = {
	...{ matrix: IDENTITY, size: 1, characterSpacing: 0, wordSpacing: 0, scale: 1, leading: 0 },
};

interface Page {
	readonly contents: readonly PdfObject[];
	readonly resources: PdfDictionary;
}

/** Returns the lines of a PDF file's first pages, or an empty string if none are readable or the budget is exceeded. */
export function readPdfText(bytes: Buffer): string {
	const pdf = openPdf(bytes, { rest: BUDGET });
	if (isEncrypted(pdf)) return '';
	const reader = createReader(pdf);
	let count = 0;
	for (const page of listPages(pdf, findRoot(pdf), new Map(), 0)) {
		reader.readPage(page);
		if (++count === MAXIMUM_PAGES) break;
	}
	return pdf.budget.rest >= 0 ? simplify(reader.text()) : '';
}

/** Removes the gaps between spaced letters, resolves ligatures, and composes letters with accents. */
function simplify(text: string): string {
	return text
		.replace(SPACED_LETTERS, (word) => word.replaceAll(GAP, ''))
		.replace(/[ﬀ-ﬆ]/g, (ligature) => ligature.normalize('NFKC'))
		.replace(SEPARATE_ACCENT, (_all, accent: string, letter: string) =>
			`${letter === 'ı' ? 'i' : letter}${ACCENTS[accent]}`.normalize('NFC'),
		);
}

/** Each trailer of an encrypted file has this entry (§ 7.5.5). */
function isEncrypted({ text }: PdfFile): boolean {
	return /\/Encrypt[\0\s]{0,9}(?:\d|<<)/.test(text);
}

/** Returns the root of the page tree (§ 7.7.2) to which the last usable trailer leads. */
function findRoot(pdf: PdfFile): PdfObject | undefined {
	const references = pdf.text.matchAll(
		/\/Root[\0\s]{0,9}(\d{1,10})[\0\s]{1,9}\d{1,5}[\0\s]{1,9}R/g,
	);
	let root: PdfObject | undefined;
	for (const [, number] of references) {
		if (!spend(pdf, PAGE_COST)) break;
		root = resolveDictionary(pdf, `${number} 0 R`).get('/Pages') ?? root;
	}
	return root;
}

/** Walks the page tree (§ 7.7.3). */
function* listPages(
	pdf: PdfFile,
	node: PdfObject | undefined,
	inherited: PdfDictionary,
	depth: number,
): Generator<Page> {
	if (!spend(pdf, PAGE_COST) || depth > MAXIMUM_DEPTH) return;
	const page = resolveDictionary(pdf, node);
	const own = resolveDictionary(pdf, page.get('/Resources'));
	const resources = own.size > 0 ? own : inherited;
	const kids = resolveList(pdf, page.get('/Kids'));
	for (const kid of kids) yield* listPages(pdf, kid, resources, depth + 1);
	if (kids.length === 0) yield { contents: resolveList(pdf, page.get('/Contents')), resources };
}

/** Returns a function that reads a page, and one that returns the text of the pages read so far. */
function createReader(pdf: PdfFile) {
	const fonts = new Map<PdfDictionary, Font>();
	let text = '';
	let state = INITIAL_STATE;
	let saved: GraphicsState[] = [];
	let textMatrix = IDENTITY;
	let lineMatrix = IDENTITY;
	/** Where the last text ends. */
	let end = { x: 0, y: 0, size: 1 };

	const change = (changes: Partial<GraphicsState>) => {
		state = { ...state, ...changes };
	};

	const readPage = ({ contents, resources }: Page) => {
		state = INITIAL_STATE;
		saved = [];
		text += '\n';
		read(contents, resources, 0);
	};

	/** Reads a content stream (§ 7.8.2), whose parts can end between an operand and its operator. */
	const read = (parts: readonly PdfObject[], resources: PdfDictionary, depth: number) => {
		if (!spend(pdf, CONTENT_COST)) return;
		const content = parts.map((part) => readText(pdf, part)).join('\n');
		let operands: Operand[] = [];
		for (const token of readTokens(content)) {
			if (!spend(pdf, TOKEN_COST + token.length)) return;
			if (Buffer.isBuffer(token) || /^[\d/+.[\]<>-]/.test(token)) {
				if (operands.length < MAXIMUM_OPERANDS) operands.push(token);
				continue;
			}
			if (token === 'Do') readForm(operands[0], resources, depth);
			else if (token === 'Tf') selectFont(operands, resources);
			else for (const name of COMBINED.get(token) ?? [token]) operators.get(name)?.(operands);
			operands = [];
		}
	};

	/** Reads a form XObject (§ 8.10). */
	const readForm = (name: Operand | undefined, resources: PdfDictionary, depth: number) => {
		const reference = resolveDictionary(pdf, resources.get('/XObject')).get(String(name));
		const form = resolveDictionary(pdf, reference);
		const isForm = form.get('/Subtype') === '/Form';
		if (reference === undefined || !isForm || depth > MAXIMUM_DEPTH) return;
		const outer = { state, saved };
		saved = [];
		const matrix = toMatrix(resolveList(pdf, form.get('/Matrix')));
		change({ matrix: multiply(matrix, state.matrix) });
		const own = resolveDictionary(pdf, form.get('/Resources'));
		read([reference], own.size > 0 ? own : resources, depth + 1);
		({ state, saved } = outer);
	};

	const selectFont = ([name, size]: ReadonlyArray<Operand>, resources: PdfDictionary) => {
		const reference = resolveDictionary(pdf, resources.get('/Font')).get(String(name));
		const dictionary = resolveDictionary(pdf, reference);
		const font = fonts.get(dictionary) ?? readFont(pdf, dictionary);
		fonts.set(dictionary, font);
		change({ font, size: toNumber(size) });
	};

	const moveLine = (x: number, y: number) => {
		textMatrix = lineMatrix = multiply([1, 0, 0, 1, x, y], lineMatrix);
	};

	/** Shows strings, and moves by the numbers between them (§ 9.4.3). */
	const show = (items: ReadonlyArray<Operand>) => {
		for (const item of items) {
			if (Buffer.isBuffer(item)) showString(item);
			else move((-toNumber(item) / 1000) * state.size * state.scale);
		}
	};

	const move = (x: number) => {
		textMatrix = multiply([1, 0, 0, 1, x, 0], textMatrix);
	};

	const showString = (codes: Buffer) => {
		const { font, size, scale, characterSpacing, wordSpacing } = state;
		if (!font || !spend(pdf, STRING_COST + GLYPH_COST * codes.length)) return;
		let shown = '';
		let width = 0;
		for (let index = 0; index + font.codeLength <= codes.length; index += font.codeLength) {
			const code = codes.readUIntBE(index, font.codeLength);
			shown += font.textOf(code);
			const isSpace = code === 32 && font.codeLength === 1;
			width += font.widthOf(code) * size + characterSpacing + (isSpace ? wordSpacing : 0);
		}
		if (shown !== '') text += findGap() + shown;
		if (text.length > MAXIMUM_TEXT) spend(pdf, Infinity);
		move(width * scale);
		if (shown !== '') end = locate();
	};

	const locate = () => {
		const [a, b, c, d, x, y] = multiply(textMatrix, state.matrix);
		const size = Math.hypot(c, d) * Math.abs(state.size) || 1;
		const width = Math.hypot(a, b) || 1;
		return { x, y, size, direction: [a / width, b / width] as const };
	};

	/** Returns the white space that stands for the distance from the end of the last text. */
	const findGap = () => {
		const { x, y, size, direction } = locate();
		const [cos, sin] = direction;
		const along = (x - end.x) * cos + (y - end.y) * sin;
		const across = (y - end.y) * cos - (x - end.x) * sin;
		if (Math.abs(across) > LINE * Math.max(size, end.size) || along < -size) return '\n';
		return along > SPACE * size ? GAP : '';
	};

	/** Operators (annex A) that decide which text is shown and where, except rare ones. `read` handles `Do` and `Tf`. */
	const operators = new Map<string, (operands: readonly Operand[]) => unknown>([
		['q', () => saved.length < MAXIMUM_OPERANDS && saved.push(state)],
		['Q', () => (state = saved.pop() ?? state)],
		['cm', (matrix) => change({ matrix: multiply(toMatrix(matrix), state.matrix) })],
		['BT', () => (textMatrix = lineMatrix = IDENTITY)],
		['Tc', ([spacing]) => change({ characterSpacing: toNumber(spacing) })],
		['Tw', ([spacing]) => change({ wordSpacing: toNumber(spacing) })],
		['Tz', ([percentage]) => change({ scale: toNumber(percentage) / 100 })],
		['TL', ([leading]) => change({ leading: toNumber(leading) })],
		['TD', ([, y]) => change({ leading: -toNumber(y) })],
		['Td', ([x, y]) => moveLine(toNumber(x), toNumber(y))],
		['Tm', (matrix) => (textMatrix = lineMatrix = toMatrix(matrix))],
		['T*', () => moveLine(0, -state.leading)],
		['Tj', (items) => show(items)],
		['TJ', (items) => show(items)],
	]);

	return { readPage, text: () => text };
}

function multiply(first: Matrix, second: Matrix): Matrix {
	const [a, b, c, d, e, f] = first;
	const [g, h, i, j, k, l] = second;
	return [
		a * g + b * i,
		a * h + b * j,
		c * g + d * i,
		c * h + d * j,
		e * g + f * i + k,
		e * h + f * j + l,
	];
}

function toMatrix(numbers: readonly PdfObject[]): Matrix {
	const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers.map(toNumber);
	return [a, b, c, d, e, f];
}
