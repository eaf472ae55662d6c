import type { Result } from './checks.cts';

const COLORS = { '✓': 'green', '✗': 'red', '–': 'gray' } as const;

function summarize(results: readonly Result[]): string {
	const count = results.filter(({ mark }) => mark === '✗').length;
	return count === 0 ? 'Nothing is wrong.' : `Wrong: ${count} of ${results.length} checks.`;
}

export function composeText(results: readonly Result[]): string {
	const width = Math.max(...results.map(({ title }) => title.length));
	const rows = results.map(({ mark, title, found, meaning, help }) => {
		const row = `${mark} ${title.padEnd(width)}  ${found}`.trimEnd();
		return mark === '✗' ? `${row}\n    ${meaning}\n    ${help}` : row;
	});
	return `${rows.join('\n')}\n\n${summarize(results)}\n`;
}

export function composePage(results: readonly Result[], note: string): string {
	const rows = results.map(({ mark, title, found, meaning, help }) => {
		const link = ` <a href="${help}" target="_blank" rel="noopener">What to do</a>`;
		const advice = mark === '✗' ? `<br>${meaning}${link}` : '';
		return `<tr><td style="color:${COLORS[mark]}">${mark}</td><td><b>${title}</b><br>${escape(found)}${advice}</td></tr>`;
	});
	return `<style>body{font-family:sans-serif;line-height:1.5;max-width:800px;margin:auto;padding:1em} td{padding:.4em;vertical-align:top;border-bottom:1px solid #ddd} td:first-child{font-size:1.3em}</style><h1>${summarize(results)}</h1><table>${rows.join('')}</table><p>${note}</p>`;
}

function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
