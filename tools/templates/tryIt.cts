import { createHash } from 'node:crypto';
import { isNote, type Template, type TemplateNode } from '../n8n/client/template.cts';
import { TRIGGER } from '../n8n/client/workflow.cts';
import { makeSampleItems, type SampleKind } from './sampleItems.cts';

/** The node that starts the sample. */
export const TRY_IT = 'Try it';
/** The node whose output replaces the trigger's output. */
export const SAMPLE = 'Sample';

const NOTE = 'Note: Try it';
const GAP = 40;
const COLUMN = 220;
const TEXT_HEIGHT = 260;
/** The distance from the sample to the first shared step. */
const LAST_COLUMN = 180;

/** Returns the settings of a template's trigger, or `undefined` if the template has no trigger. */
export function findSampleKind({ nodes }: Template): SampleKind | undefined {
	const trigger = nodes.find(({ name }) => name === TRIGGER);
	if (!trigger) return undefined;
	if (trigger.parameters.output === 'attachment') return 'attachment';
	return trigger.parameters.onIssues === 'review' ? 'review' : 'application';
}

/**
 * Returns a template with the "Try it" steps: a sample application and its files, connected to the same
 * step as the trigger. Earlier "Try it" steps are replaced.
 */
export function withTryIt(template: Template): Template {
	const kind = findSampleKind(template);
	if (!kind) return template;
	const own = [NOTE, TRY_IT, SAMPLE];
	const nodes = template.nodes.filter(({ name }) => !own.includes(name));
	const next = template.connections[TRIGGER]?.main[kind === 'review' ? 1 : 0] ?? [];
	const shared = nodes.find(({ name }) => name === next[0]?.node);
	if (!shared) throw new Error(`${template.name}: the trigger is not connected`);
	const left = shared.position[0] - LAST_COLUMN - COLUMN - GAP;
	const top = GAP + Math.max(...nodes.filter(isNote).map(bottomOf));

	const compose = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: TemplateNode['parameters'],
		[x, y]: TemplateNode['position'],
	): TemplateNode => ({
		parameters,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [left + x, top + y],
		id: makeId(`${template.name}: ${name}`),
		name,
	});
	const size = { height: TEXT_HEIGHT + 160, width: GAP + 2 * COLUMN };
	return {
		...template,
		nodes: [
			...nodes,
			compose(NOTE, 'stickyNote', 1, { content: NOTE_TEXT[kind], ...size, color: 5 }, [0, 0]),
			compose(TRY_IT, 'manualTrigger', 1, {}, [GAP, TEXT_HEIGHT]),
			compose(SAMPLE, 'code', 2, { jsCode: composeCode(kind) }, [GAP + COLUMN, TEXT_HEIGHT]),
		],
		connections: {
			...template.connections,
			[TRY_IT]: { main: [[{ node: SAMPLE, type: 'main', index: 0 }]] },
			[SAMPLE]: { main: [next] },
		},
	};
}

function bottomOf({ position, parameters }: TemplateNode): number {
	return position[1] + Number(parameters.height);
}

/** Returns an id that depends only on the name, so that unchanged nodes keep their ids. */
function makeId(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

/** Returns the code of the step that outputs the items, with the files as n8n's binary data. */
function composeCode(kind: SampleKind): string {
	return `const items = ${JSON.stringify(makeSampleItems(kind), null, 2)};

for (const item of items) {
  item.json.receipt.receivedAt = new Date().toISOString();
  for (const [field, { content, fileName, mimeType }] of Object.entries(item.binary)) {
    const bytes = Buffer.from(content, 'base64');
    item.binary[field] = await this.helpers.prepareBinaryData(bytes, fileName, mimeType);
  }
}
return items;
`;
}

const START_IT =
	"## Try it\n\nHover over _Try it_ and click **Execute workflow** beside it. An invented application goes through the same steps as a real application. If you have not followed a step's red note yet, the step turns red.";
const CHANGE_IT =
	'To try something else, edit _Sample_. A published workflow never runs these steps.';

const NOTE_TEXT: Readonly<Record<SampleKind, string>> = {
	application: `${START_IT}\n\nOpen **Application** to see the fields, and the CV and letter under **Binary**. ${CHANGE_IT}`,
	attachment: `${START_IT}\n\nThe sample has a CV and a letter, so _Sample_ outputs two items. ${CHANGE_IT}`,
	review: `${START_IT}\n\nThe sample has no e-mail address, so a reviewer decides. ${CHANGE_IT}`,
};
