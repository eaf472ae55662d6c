import { version } from '../../package.json';
import type { TemplateNode } from '../n8n/client/template.cts';
import { TRIGGER_STEP, type Description } from './description.cts';

/** The width of the column of notes, in the editor's pixels. */
export const NOTE_WIDTH = 480;
const GAP = 16;

const [GREEN, BLUE, RED] = [4, 5, 3];

const OWN_STEPS =
	'Add your own steps after the last one, or below. n8n runs the upper steps first, and a step that fails ends the execution.';

const ABOUT_TRIGGER = 'Select or create the **CleverConnect Webhook API** credential.';

const TRY_IT = `1. Copy the trigger's _Test URL_, click **Execute workflow**, open the URL in your browser, and send the form.
2. **Publish** the workflow, and give CleverConnect the _Production URL_.`;

const COPYING = 'To copy a line, double-click here. Leave out the backticks.';

/**
 * Returns a template's notes, one below the other: what it is for, what to fill in, in the order of the steps, and how
 * to try it.
 */
export function composeNotes(description: Description): TemplateNode[] {
	const { about, ownSteps = OWN_STEPS, trigger = {}, fillIn } = description;
	const generated = `Generated template of n8n-nodes-cleverconnect ${version}`;
	const ofTrigger = trigger && {
		[TRIGGER_STEP]: [ABOUT_TRIGGER, trigger.note].filter(Boolean).join('\n\n'),
	};
	const texts = Object.entries({
		...ofTrigger,
		...fillIn,
		...(trigger && { 'Try it, and publish': TRY_IT }),
	});
	const notes = [
		note('Start here', [about, trigger && ownSteps, generated].filter(Boolean).join('\n\n'), GREEN),
		...texts.map(([names, text], index) => {
			const copying = /paste[^]*`/i.test(text) ? `\n\n${COPYING}` : '';
			const isLast = trigger !== null && index === texts.length - 1;
			return note(names, `### ${index + 1}. ${names}\n\n${text}${copying}`, isLast ? BLUE : RED);
		}),
	];
	let top = 0;
	return notes.map((one) => {
		const position = [0, top] as const;
		top += one.parameters.height + GAP;
		return { ...one, position };
	});
}

function note(name: string, content: string, color: number) {
	return {
		parameters: { content, height: estimateHeight(content), width: NOTE_WIDTH, color },
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		id: '',
		name: `Note: ${name}`,
	};
}

/** How the editor renders Markdown: the average width of a character, the height of a line, and the space around it. */
const [HEADING, SUBHEADING, ITEM, PARAGRAPH] = [
	{ character: 12.5, line: 32.5, below: 8, beside: 26 },
	{ character: 8.4, line: 22, below: 8, beside: 26 },
	{ character: 6.85, line: 18.5, below: 4, beside: 46 },
	{ character: 6.85, line: 19, below: 8, beside: 26 },
] as const;

const ABOVE_AND_BELOW = 17;

function estimateHeight(markdown: string): number {
	const heights = markdown.split(/\n+/).map((text) => {
		const { character, line, below, beside } = styleOf(text);
		const columns = Math.floor((NOTE_WIDTH - beside) / character);
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
