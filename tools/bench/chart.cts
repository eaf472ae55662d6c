import { NAMES } from './contestants.cts';
import { ENGINES, type Engine, type Result } from './table.cts';

const PAYLOAD = '200 KB';
const CONCURRENCY = 10;

const WIDTH = 760;
const LABEL_WIDTH = 300;
const BAR_HEIGHT = 22;
const ROW_HEIGHT = 30;
const TITLE_HEIGHT = 34;
const MARGIN = 20;

const TITLES: Readonly<Record<Engine, string>> = {
	default: 'CPU per application, default expression engine',
	lazy: 'CPU per application, with N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true',
};

/** CPU per application of 200 KB with 10 at a time, as bars: an SVG that is legible on light and dark. */
export function drawChart(results: readonly Result[]): string {
	const shown = results.filter(
		({ payload, concurrency }) => payload === PAYLOAD && concurrency === CONCURRENCY,
	);
	const most = Math.max(...shown.map(({ cpu }) => cpu));
	const parts: string[] = [];
	let y = MARGIN;
	for (const engine of ENGINES) {
		parts.push(`<text class="title" x="${MARGIN}" y="${y + 18}">${TITLES[engine]}</text>`);
		y += TITLE_HEIGHT;
		for (const name of NAMES) {
			const result = shown.find((each) => each.engine === engine && each.name === name);
			if (!result) throw new Error(`${name} was not measured with the ${engine} engine`);
			parts.push(drawBar(name, result.cpu, most, y));
			y += ROW_HEIGHT;
		}
		y += MARGIN / 2;
	}
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="CPU per application of ${PAYLOAD}, ${CONCURRENCY} at a time">
<style>
text { font: 13px system-ui, sans-serif; fill: #444 }
.title { font-weight: 600; fill: #222 }
rect { fill: #b5b8c4 }
.ours { fill: #ea4b71 }
.paper { fill: #fff }
</style>
<rect class="paper" width="100%" height="100%" rx="8"/>
${parts.join('\n')}
</svg>
`;
}

function drawBar(name: (typeof NAMES)[number], cpu: number, most: number, y: number): string {
	const length = Math.round((cpu / most) * (WIDTH - LABEL_WIDTH - 5 * MARGIN));
	const x = LABEL_WIDTH + MARGIN;
	return [
		`<text x="${LABEL_WIDTH + MARGIN / 2}" y="${y + 16}" text-anchor="end">${name}</text>`,
		`<rect${name === NAMES[0] ? ' class="ours"' : ''} x="${x}" y="${y}" width="${length}" height="${BAR_HEIGHT}" rx="3"/>`,
		`<text x="${x + length + 8}" y="${y + 16}">${cpu.toFixed(0)} ms</text>`,
	].join('');
}
