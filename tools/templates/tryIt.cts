import { createHash } from 'node:crypto';
import {
	isNote,
	type Connections,
	type Template,
	type TemplateNode,
} from '../n8n/client/template.cts';
import { TRIGGER } from '../n8n/client/workflow.cts';
import { sampleItems, type SampleFile, type SampleKind } from './sampleItem.cts';

/** The node that starts the sample. */
export const TRY_IT = 'Try it';
/** The node whose output replaces the trigger's output. */
export const SAMPLE = 'Sample';

const NOTE = 'Note: Try it';
const SAMPLE_APPLICATION = 'Sample application';
const SAMPLE_FILES = 'Sample files';

const GAP = 40;
const COLUMN = 220;
const ROW = 160;
const TEXT_HEIGHT = 160;
/** The distance from the last step to the first shared step. */
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
	const { nodes, connections } = withoutTryIt(template);
	const outputs = connections[TRIGGER]?.main ?? [];
	const next = outputs[kind === 'review' ? 1 : 0] ?? [];
	const branch = kind === 'attachment' ? composeItemPerFile() : composeItem(kind);
	const shared = nodes.find(({ name }) => name === next[0]?.node);
	if (!shared) throw new Error(`${template.name}: the trigger is not connected`);
	const left = shared.position[0] - LAST_COLUMN - (branch.columns - 1) * COLUMN - GAP;
	const top = GAP + Math.max(...nodes.filter(isNote).map(bottomOf));
	const id = (name: string) => makeId(`${template.name}: ${name}`);
	const note: TemplateNode = {
		parameters: {
			content: NOTE_TEXT[kind],
			height: TEXT_HEIGHT + branch.rows * ROW,
			width: GAP + branch.columns * COLUMN,
			color: 5,
		},
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [left, top],
		id: id(NOTE),
		name: NOTE,
	};
	const steps = branch.steps.map(
		({ name, type, typeVersion, parameters, column, row }): TemplateNode => ({
			parameters,
			type: `n8n-nodes-base.${type}`,
			typeVersion,
			name,
			position: [left + GAP + column * COLUMN, top + TEXT_HEIGHT + row * ROW],
			id: id(name),
		}),
	);
	return {
		...template,
		nodes: [...nodes, note, ...steps],
		connections: { ...connections, ...branch.connections, [SAMPLE]: { main: [next] } },
	};
}

/** Removes the note and all "Try it" steps, up to the first shared step. */
function withoutTryIt({ nodes, connections }: Template): Pick<Template, 'nodes' | 'connections'> {
	const names = new Set([NOTE, SAMPLE]);
	const follow = (name: string) => {
		if (names.has(name)) return;
		names.add(name);
		for (const { node } of (connections[name]?.main ?? []).flat()) follow(node);
	};
	follow(TRY_IT);
	return {
		nodes: nodes.filter(({ name }) => !names.has(name)),
		connections: Object.fromEntries(
			Object.entries(connections).filter(([name]) => !names.has(name)),
		),
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

const START_IT =
	"## Try it\n\nHover over _Try it_ and click **Execute workflow** beside it. An invented application goes through the same steps as a real application. If you have not followed a step's red note yet, the step turns red.";
const CHANGE_IT =
	'To try something else, edit _Sample application_. A published workflow never runs these steps.';

const NOTE_TEXT: Readonly<Record<SampleKind, string>> = {
	application: `${START_IT}\n\nOpen **Application** to see the fields, and the CV and letter under **Binary**. ${CHANGE_IT}`,
	attachment: `${START_IT}\n\nThe sample has a CV and a letter, so _Sample_ outputs two items. ${CHANGE_IT}`,
	review: `${START_IT}\n\nThe sample has no e-mail address, so a reviewer decides. ${CHANGE_IT}`,
};

interface Branch {
	readonly columns: number;
	readonly rows: number;
	readonly steps: readonly Step[];
	readonly connections: Connections;
}

interface Step {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly column: number;
	readonly row: number;
}

/** Returns the steps for one item with all files. */
function composeItem(kind: SampleKind): Branch {
	const [item] = sampleItems(kind);
	if (!item) throw new Error('there is no sample');
	const contents = Object.fromEntries(item.files.map(({ field, content }) => [field, content]));
	const files = item.files.map((file, index) =>
		convert(`Sample ${file.field}`, { ...file, content: file.field }, 2, index + 1),
	);
	return {
		columns: 4,
		rows: 1 + files.length,
		steps: [
			START,
			setJson(SAMPLE_APPLICATION, item.json, 0),
			setJson(SAMPLE_FILES, contents, 1),
			...files,
			merge(1 + files.length, 3),
		],
		connections: {
			[TRY_IT]: { main: [[to(SAMPLE_APPLICATION), to(SAMPLE_FILES)]] },
			[SAMPLE_APPLICATION]: { main: [[to(SAMPLE)]] },
			[SAMPLE_FILES]: { main: [files.map(({ name }) => to(name))] },
			...Object.fromEntries(
				files.map(({ name }, index) => [name, { main: [[to(SAMPLE, index + 1)]] }]),
			),
		},
	};
}

/** Returns the steps for one item per file. */
function composeItemPerFile(): Branch {
	const items = sampleItems('attachment');
	const files = items.flatMap((item) => item.files);
	const itemPerFile = splitOut('Sample items', 0);
	const eachFile = splitOut('Each sample file', 1);
	const file = convert(
		'Sample file',
		{
			field: 'file',
			content: 'content',
			fileName: '={{ $json.fileName }}',
			mimeType: '={{ $json.mimeType }}',
		},
		3,
		1,
	);
	return {
		columns: 5,
		rows: 2,
		steps: [
			START,
			setJson(SAMPLE_APPLICATION, { items: items.map(({ json }) => json) }, 0),
			setJson(SAMPLE_FILES, { items: files.map(({ field: _field, ...rest }) => rest) }, 1),
			itemPerFile,
			eachFile,
			file,
			merge(2, 4),
		],
		connections: {
			[TRY_IT]: { main: [[to(SAMPLE_APPLICATION), to(SAMPLE_FILES)]] },
			[SAMPLE_APPLICATION]: { main: [[to(itemPerFile.name)]] },
			[SAMPLE_FILES]: { main: [[to(eachFile.name)]] },
			[itemPerFile.name]: { main: [[to(SAMPLE)]] },
			[eachFile.name]: { main: [[to(file.name)]] },
			[file.name]: { main: [[to(SAMPLE, 1)]] },
		},
	};
}

const START: Step = {
	name: TRY_IT,
	type: 'manualTrigger',
	typeVersion: 1,
	parameters: {},
	column: 0,
	row: 0,
};

function setJson(name: string, json: object, row: number): Step {
	const jsonOutput = `=${JSON.stringify(json, null, 2)}`;
	const parameters = { mode: 'raw', jsonOutput, options: {} };
	return { name, type: 'set', typeVersion: 3.4, parameters, column: 1, row };
}

function splitOut(name: string, row: number): Step {
	const parameters = { fieldToSplitOut: 'items', options: {} };
	return { name, type: 'splitOut', typeVersion: 1, parameters, column: 2, row };
}

function convert(
	name: string,
	{ field, content, fileName, mimeType }: SampleFile,
	column: number,
	row: number,
): Step {
	const parameters = {
		operation: 'toBinary',
		sourceProperty: content,
		binaryPropertyName: field,
		options: { fileName, mimeType },
	};
	return { name, type: 'convertToFile', typeVersion: 1.1, parameters, column, row };
}

function merge(numberInputs: number, column: number): Step {
	const parameters = {
		mode: 'combine',
		combineBy: 'combineByPosition',
		...(numberInputs > 2 && { numberInputs }),
		options: {},
	};
	return { name: SAMPLE, type: 'merge', typeVersion: 3, parameters, column, row: 0 };
}

function to(node: string, index = 0) {
	return { node, type: 'main', index };
}
