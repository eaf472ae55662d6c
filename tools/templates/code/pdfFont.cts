// The characters and widths of a PDF font (ISO 32000-2 § 9).
import type { PdfDictionary, PdfObject } from '../../../nodes/CleverConnect/documents/pdfObject';
import { readTokens } from './pdfSyntax.cts';
import {
	readStream,
	readText,
	resolve,
	resolveDictionary,
	resolveList,
	spend,
	toNumber,
	type PdfFile,
} from './pdfFile.cts';

export interface Font {
	/** The number of bytes in a code. */
	readonly codeLength: number;
	readonly textOf: (code: number) => string;
	/** The width of a code's glyph, in units of the font's size. */
	readonly widthOf: (code: number) => number;
}

/** What it costs to read an entry, a token, and so on, in units of about 10 ns. */
const ENTRY_COST = 50;
const TOKEN_COST = 30;
const NAME_COST = 300;
const SEARCH_COST = 4;

const MAXIMUM_CODE = 0xffff;
const MAXIMUM_OPERANDS = 30_000;
/** The number of codes in a simple font. */
const CODES = 256;
/** The maximum length of a code's text, in UTF-16 units or in parts of a glyph's name. */
const MAXIMUM_GLYPH_TEXT = 8;
/** How many bytes at the beginning of a font program are searched for its encoding. */
const TYPE1_START = 10_000;
/** The width that a letter is assumed to have if a simple font states no widths. */
const USUAL_WIDTH = 0.5;

export function readFont(pdf: PdfFile, font: PdfDictionary): Font {
	const unicode = readToUnicode(pdf, font);
	if (font.get('/Subtype') !== '/Type0') {
		const encoding = readEncoding(pdf, font);
		return {
			codeLength: 1,
			textOf: (code) => unicode.get(code) ?? encoding[code] ?? '',
			widthOf: readWidths(pdf, font),
		};
	}
	const [descendant] = resolveList(pdf, font.get('/DescendantFonts'));
	return {
		codeLength: 2,
		textOf: (code) => unicode.get(code) ?? '',
		widthOf: readCidWidths(pdf, resolveDictionary(pdf, descendant)),
	};
}

/** Reads the text of each code from a ToUnicode CMap (§ 9.10.3). */
function readToUnicode(pdf: PdfFile, font: PdfDictionary): ReadonlyMap<number, string> {
	const texts = new Map<number, string>();
	let operands: Array<string | Buffer> = [];
	for (const token of readTokens(readText(pdf, font.get('/ToUnicode') ?? 'null'))) {
		if (!spend(pdf, TOKEN_COST + token.length)) break;
		if (Buffer.isBuffer(token) || token === '[' || token === ']') {
			if (operands.length < MAXIMUM_OPERANDS) operands.push(token);
			continue;
		}
		const list = token === 'endbfchar' ? listCharacters : token === 'endbfrange' && listRanges;
		for (const [code, text] of list ? list(operands) : []) {
			if (code <= MAXIMUM_CODE && spend(pdf, ENTRY_COST)) texts.set(code, text);
			else break;
		}
		operands = [];
	}
	return texts;
}

type Entries = Generator<readonly [code: number, text: string]>;

function* listCharacters(operands: ReadonlyArray<string | Buffer>): Entries {
	const rest = operands.values();
	for (const code of rest) yield [toCode(code), toText(rest.next().value)];
}

function* listRanges(operands: ReadonlyArray<string | Buffer>): Entries {
	const rest = operands.values();
	for (const first of rest) {
		let code = toCode(first);
		const last = toCode(rest.next().value);
		const start = rest.next().value;
		if (start === '[') {
			for (const item of rest) {
				if (item === ']') break;
				yield [code++, toText(item)];
			}
		} else {
			const text = toText(start);
			const unit = text.charCodeAt(text.length - 1) - code;
			while (code <= last) yield [code, text.slice(0, -1) + String.fromCharCode(unit + code++)];
		}
	}
}

function toCode(value: string | Buffer | undefined): number {
	return Buffer.isBuffer(value) ? parseInt(value.toString('hex'), 16) : NaN;
}

/** Returns the text that a PDF string in UTF-16 contains. A single byte is in ISO 8859-1. */
function toText(value: string | Buffer | undefined): string {
	if (!Buffer.isBuffer(value)) return '';
	if (value.length === 1) return value.toString('latin1');
	const length = Math.min(value.length, 2 * MAXIMUM_GLYPH_TEXT);
	return Buffer.from(value.subarray(0, length - (length % 2)))
		.swap16()
		.toString('utf16le');
}

/** § 9.6.5: the text of each code of a simple font. */
function readEncoding(pdf: PdfFile, font: PdfDictionary): string[] {
	const encoding = resolve(pdf, font.get('/Encoding'));
	const parts = resolveDictionary(pdf, encoding);
	const base = parts.size > 0 ? resolve(pdf, parts.get('/BaseEncoding')) : encoding;
	const usual = font.get('/Subtype') === '/TrueType' ? WINDOWS : STANDARD;
	const texts = [...' '.repeat(32), ...(ENCODINGS.get(base) ?? usual)];
	if (!ENCODINGS.has(base)) readType1Encoding(pdf, font, texts);
	let code = 0;
	for (const item of resolveList(pdf, parts.get('/Differences'))) {
		if (!spend(pdf, ENTRY_COST) || typeof item !== 'string') break;
		if (item.startsWith('/')) texts[code++] = readGlyphName(pdf, item.slice(1));
		else code = Math.min(toNumber(item), MAXIMUM_CODE);
	}
	return texts;
}

/** § 9.6.2: the encoding in a Type 1 font program, whose beginning is text. */
function readType1Encoding(pdf: PdfFile, font: PdfDictionary, texts: string[]): void {
	const descriptor = resolveDictionary(pdf, font.get('/FontDescriptor'));
	const program = readStream(pdf, descriptor.get('/FontFile') ?? 'null');
	const start = program.toString('latin1', 0, TYPE1_START);
	if (!spend(pdf, start.length * SEARCH_COST)) return;
	for (const [, code, name = ''] of start.matchAll(/dup (\d{1,3}) ?\/(\w{1,40}) put/g)) {
		texts[Number(code)] = readGlyphName(pdf, name);
	}
}

function readWidths(pdf: PdfFile, font: PdfDictionary): Font['widthOf'] {
	const [scale] = resolveList(pdf, font.get('/FontMatrix'));
	const unit = font.get('/Subtype') === '/Type3' ? toNumber(scale) : 0.001;
	const first = toNumber(resolve(pdf, font.get('/FirstChar')));
	const items = resolveList(pdf, font.get('/Widths')).slice(0, CODES);
	if (items.length === 0 || !spend(pdf, items.length * ENTRY_COST)) return () => USUAL_WIDTH;
	const widths = items.map((item) => toNumber(resolve(pdf, item)) * unit);
	return (code) => widths[code - first] ?? 0;
}

/** Reads the widths of a composite font's glyphs (§ 9.7.4.3). */
function readCidWidths(pdf: PdfFile, font: PdfDictionary): Font['widthOf'] {
	const widths = new Map<number, number>();
	const set = (code: number, width: PdfObject | undefined) => {
		if (spend(pdf, ENTRY_COST)) widths.set(code, toNumber(resolve(pdf, width)) / 1000);
	};
	const rest = resolveList(pdf, font.get('/W')).values();
	for (const first of rest) {
		if (!spend(pdf, ENTRY_COST)) break;
		let code = Math.max(toNumber(first), 0);
		const second = resolve(pdf, rest.next().value);
		if (Array.isArray(second)) {
			for (const width of second as readonly PdfObject[]) set(code++, width);
		} else {
			const last = Math.min(toNumber(second), MAXIMUM_CODE);
			const width = rest.next().value;
			while (code <= last && pdf.budget.rest >= 0) set(code++, width);
		}
	}
	const usual = toNumber(resolve(pdf, font.get('/DW') ?? '1000')) / 1000;
	return (code) => widths.get(code) ?? usual;
}

const ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => index + 32));
const LATIN_1 = String.fromCharCode(...Array.from({ length: 96 }, (_, index) => index + 160));
/** Annex D: the characters of an encoding, from code 32 on. `MAC` also has those of Mac OS Roman (§ 9.6.5.4). */
const WINDOWS = `${ASCII} € ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ${LATIN_1}`;
const MAC = `${ASCII} ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ`;
const STANDARD = `${ASCII.replace("'", '’').replace('`', '‘')}${' '.repeat(34)}¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ \`´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß`;
const ENCODINGS: ReadonlyMap<unknown, string> = new Map([
	['/WinAnsiEncoding', WINDOWS],
	['/MacRomanEncoding', MAC],
	['/StandardEncoding', STANDARD],
]);

/** The accents in glyph names such as `eacute`, which consist of a letter and its accent. */
const ACCENTS = new Map(
	Object.entries({
		...{ grave: '\u0300', acute: '\u0301', circumflex: '\u0302', tilde: '\u0303' },
		...{ macron: '\u0304', breve: '\u0306', dotaccent: '\u0307', dieresis: '\u0308' },
		...{ ring: '\u030a', hungarumlaut: '\u030b', caron: '\u030c', cedilla: '\u0327' },
		...{ ogonek: '\u0328', commaaccent: '\u0326' },
	}),
);
/** Other names of the Adobe Glyph List that are frequent in European texts in Latin script. */
const GLYPHS: ReadonlyMap<string, string> = new Map([
	['space', ' '],
	...Array.from(
		`exclam! quotedbl" numbersign# dollar$ percent% ampersand& quotesingle' parenleft( parenright)
	asterisk* plus+ comma, hyphen- period. slash/ zero0 one1 two2 three3 four4 five5 six6 seven7 eight8
	nine9 colon: semicolon; less< equal= greater> question? at@ bracketleft[ backslash\\ bracketright]
	asciicircum^ underscore_ grave\` braceleft{ bar| braceright} asciitilde~ exclamdown¡ cent¢ sterling£
	yen¥ section§ dieresis¨ copyright© guillemotleft« registered® macron¯ degree° plusminus± acute´ muµ
	paragraph¶ periodcentered· cedilla¸ guillemotright» questiondown¿ AEÆ EthÐ multiply× OslashØ ThornÞ
	germandblsß aeæ ethð divide÷ oslashø thornþ dotlessiı LslashŁ lslashł OEŒ oeœ quoteleft‘ quoteright’
	quotedblleft“ quotedblright” quotesinglbase‚ quotedblbase„ guilsinglleft‹ guilsinglright› endash–
	emdash— bullet• ellipsis… dagger† fraction⁄ Euro€ trademark™ minus− DcroatĐ dcroatđ ffﬀ fiﬁ flﬂ ffiﬃ
	fflﬄ circumflexˆ tilde˜ caronˇ ring˚`.matchAll(/([A-Za-z]+)(\S)/g),
		([, name = '', text = '']) => [name, text] as const,
	),
]);

/** Returns the text of a glyph with a name such as `eacute`, `f_i`, `A.swash`, or `uni00E9`. */
function readGlyphName(pdf: PdfFile, name: string): string {
	if (!spend(pdf, NAME_COST)) return '';
	const [plain = ''] = name.split('.', 1);
	return plain.split('_', MAXIMUM_GLYPH_TEXT).map(readPlainName).join('');
}

function readPlainName(name: string): string {
	const [, letter = '', accent = ''] = /^([A-Za-z])([a-z]*)$/.exec(name) ?? [];
	const mark = ACCENTS.get(accent);
	if (letter !== '' && accent === '') return letter;
	if (mark !== undefined) return `${letter}${mark}`.normalize('NFC');
	const [, digits = ''] = /^(?:uni|u)([\dA-F]{4,6})$/.exec(name) ?? [];
	const code = parseInt(digits, 16);
	return GLYPHS.get(name) ?? (code <= 0x10ffff ? String.fromCodePoint(code) : '');
}
