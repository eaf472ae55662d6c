import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { set } from 'lodash';
import type { IConnection, INode } from 'n8n-workflow';
import type { N8nSession } from './session.cts';
import { composeUrls, TRIGGER } from './workflow.cts';

export const TEMPLATE_FOLDER = path.join(__dirname, '..', '..', '..', 'workflows');

export interface TemplateNode
	extends Readonly<Omit<INode, 'credentials' | 'parameters' | 'position'>> {
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
}

/** The inputs that are connected to each output of a node, as n8n stores them. */
export type Connections = Readonly<
	Record<string, { readonly main: ReadonlyArray<readonly IConnection[]> }>
>;

export interface Template {
	readonly name: string;
	readonly nodes: readonly TemplateNode[];
	readonly connections: Connections;
	readonly [member: string]: unknown;
}

export interface Filling {
	/** The values of fields, by node and parameter. */
	readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** Replacements of whole values. */
	readonly values?: Readonly<Record<string, string>>;
	/** Replacements of parts of values in any node. Only tests need them. */
	readonly texts?: Readonly<Record<string, string>>;
	/** The selected credentials, by node: type and id. */
	readonly credentials?: Readonly<Record<string, readonly [type: string, id: string]>>;
}

export const TEMPLATE_FILES = readdirSync(TEMPLATE_FOLDER).filter((file) => file.endsWith('.json'));

export async function readTemplate(file: string): Promise<Template> {
	return JSON.parse(await readFile(path.join(TEMPLATE_FOLDER, file), 'utf8')) as Template;
}

export function isNote({ type }: TemplateNode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

/** Returns the titles of the notes that ask the user to fill in something. */
function listRequests({ nodes }: Template): string[] {
	const texts = nodes.filter(isNote).map(({ parameters }) => String(parameters.content));
	return texts.flatMap((text) => /^#+ Fill in: .*/.exec(text) ?? []);
}

/** Imports a template as the editor does, and fills in what its notes ask for. Any other entry is an error. */
export async function importTemplate(
	session: N8nSession,
	url: string,
	file: string,
	{ fields = {}, values = {}, texts = {}, credentials = {} }: Filling,
): Promise<{ readonly workflowId: string; readonly productionUrl: string }> {
	const template = await readTemplate(file);
	const requests = listRequests(template);
	const filledIn = new Set<string>();
	const nodes = template.nodes.map((node) => {
		const fillIn = (_name: string, value: unknown) => {
			if (typeof value !== 'string' || !Object.hasOwn(values, value) || isNote(node)) return value;
			filledIn.add(value).add(node.name);
			return values[value];
		};
		const filled = JSON.parse(JSON.stringify(node), fillIn) as TemplateNode;
		for (const [parameter, value] of Object.entries(fields[node.name] ?? {})) {
			filledIn.add(node.name);
			set(filled.parameters, parameter, value);
		}
		const [type, id] = credentials[node.name] ?? [];
		if (type !== undefined) filledIn.add(node.name);
		if (filledIn.has(node.name) && !requests.some((title) => title.includes(node.name))) {
			throw new Error(`${file}: no note asks to fill in "${node.name}"`);
		}
		// A user activates a step after selecting its credential.
		const selected = type && { credentials: { [type]: { id, name: type } }, disabled: false };
		return { ...filled, ...selected };
	});
	for (const name of [fields, values, credentials].flatMap(Object.keys)) {
		if (!filledIn.has(name)) throw new Error(`${file} has no "${name}"`);
	}

	const text = Object.entries(texts).reduce(
		(json, [part, replacement]) => json.replaceAll(part, replacement),
		JSON.stringify({ ...template, nodes }),
	);
	const workflowId = await session.createWorkflow(JSON.parse(text) as Template);
	const { nodes: imported } = await session.readWorkflow(workflowId);
	const trigger = imported.find(({ name }) => name === TRIGGER);
	return { workflowId, ...composeUrls(url, trigger?.webhookId) };
}
