import type { Engine } from './sizingPage.cts';
import type { PayloadSize } from './largeBody.cts';

export interface Bar {
	readonly payload: PayloadSize;
	readonly engine: Engine;
	readonly perSecond: number;
}

const WIDTH = 760;
const LABEL_WIDTH = 80;
const TEXT_WIDTH = 220;
const BAR_HEIGHT = 22;
const ROW_HEIGHT = 26;
const GROUP_GAP = 14;
const MARGIN = 20;

/** Returns an SVG of applications per second that is legible on light and dark backgrounds. */
export function drawChart(bars: readonly Bar[]): string {
	const most = Math.max(...bars.map(({ perSecond }) => perSecond));
	const x = MARGIN + LABEL_WIDTH;
	let y = MARGIN;
	const parts = bars.map(({ payload, engine, perSecond }, index) => {
		const startsGroup = bars[index - 1]?.payload !== payload;
		if (startsGroup && index > 0) y += GROUP_GAP;
		const length = Math.round((perSecond / most) * (WIDTH - x - TEXT_WIDTH));
		const middle = y + 16;
		y += ROW_HEIGHT;
		return [
			startsGroup ? `<text class="label" x="${MARGIN}" y="${middle}">${payload}</text>` : '',
			`<rect class="${engine}" x="${x}" y="${middle - 16}" width="${length}" height="${BAR_HEIGHT}" rx="3"/>`,
			`<text x="${x + length + 8}" y="${middle}">${perSecond} a second${engine === 'lazy' ? ', with lazy acquire' : ''}</text>`,
		].join('');
	});
	const height = y + MARGIN;
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Applications per second, by their size">
<style>
text { font: 13px system-ui, sans-serif; fill: #444 }
.label { font-weight: 600; fill: #222 }
.default { fill: #ea4b71 }
.lazy { fill: #f4a5b8 }
.paper { fill: #fff }
</style>
<rect class="paper" width="100%" height="100%" rx="8"/>
${parts.join('\n')}
</svg>
`;
}
