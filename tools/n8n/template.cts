import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { N8nSession } from './session.cts';
import { TRIGGER } from './workflow.cts';

export const TEMPLATE_FOLDER = path.join(__dirname, '..', '..', 'workflows');

export interface TemplateNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly webhookId?: string;
}

/** As n8n stores them: for each node's outputs the inputs that they lead to. */
export type Connections = Readonly<
	Record<string, { readonly main: ReadonlyArray<readonly Connection[]> }>
>;

export interface Connection {
	readonly node: string;
	readonly type: string;
	/** The number of the input. */
	readonly index: number;
}

export interface Template {
	readonly name: string;
	readonly nodes: readonly TemplateNode[];
	readonly connections: Connections;
	readonly [member: string]: unknown;
}

/** What somebody who uses a template enters, and nothing else may be needed. */
export interface Filling {
	/** What takes the place of a value of the template. */
	readonly values?: Readonly<Record<string, string>>;
	/** What takes the place of a part of a value, in any node: for tests, which n8n cannot do without. */
	readonly texts?: Readonly<Record<string, string>>;
	/** The credentials chosen, by node: type and id. */
	readonly credentials?: Readonly<Record<string, readonly [type: string, id: string]>>;
}

export const TEMPLATE_FILES = readdirSync(TEMPLATE_FOLDER).filter((file) => file.endsWith('.json'));

export async function readTemplate(file: string): Promise<Template> {
	return JSON.parse(await readFile(path.join(TEMPLATE_FOLDER, file), 'utf8')) as Template;
}

export function isNote({ type }: TemplateNode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

/** The notes that ask for something to be filled in. */
export function readRequests({ nodes }: Template): string[] {
	const texts = nodes.filter(isNote).map(({ parameters }) => String(parameters.content));
	return texts.filter((text) => text.startsWith('## Fill in: '));
}

/**
 * Imports a template as the editor does it, with what a person fills in.
 *
 * @returns the id of the workflow, and its production URL where it has the trigger
 * @throws Error where something is filled in that no note of the template asks for
 */
export async function importTemplate(
	session: N8nSession,
	url: string,
	file: string,
	{ values = {}, texts = {}, credentials = {} }: Filling,
): Promise<{ readonly workflowId: string; readonly productionUrl: string }> {
	const template = await readTemplate(file);
	const requests = readRequests(template);
	const filledIn = new Set<string>();
	const nodes = template.nodes.map((node) => {
		const parameters = isNote(node) ? node.parameters : replace(node.parameters, values, filledIn);
		const [type, id] = credentials[node.name] ?? [];
		if (type !== undefined) filledIn.add(node.name);
		const isChanged = type !== undefined || parameters !== node.parameters;
		if (isChanged && !requests.some((text) => text.split('\n')[0]?.includes(node.name))) {
			throw new Error(`${file}: no note asks to fill in "${node.name}"`);
		}
		return { ...node, parameters, ...(type && { credentials: { [type]: { id, name: type } } }) };
	});
	for (const name of [...Object.keys(values), ...Object.keys(credentials)]) {
		if (!filledIn.has(name)) throw new Error(`${file} has no "${name}"`);
	}

	const text = Object.entries(texts).reduce(
		(json, [part, replacement]) => json.replaceAll(part, replacement),
		JSON.stringify({ ...template, nodes }),
	);
	const workflowId = await session.createWorkflow(JSON.parse(text) as object);
	const { nodes: imported } = await session.readWorkflow(workflowId);
	const trigger = imported.find(({ name }) => name === TRIGGER);
	return { workflowId, productionUrl: `${url}/webhook/${trigger?.webhookId}/applications` };
}

/** Takes values that are equal as a whole; what holds none of them stays the same object. */
function replace<T>(holder: T, values: Readonly<Record<string, string>>, replaced: Set<string>): T {
	if (typeof holder === 'string') {
		if (!Object.hasOwn(values, holder)) return holder;
		replaced.add(holder);
		return values[holder] as T;
	}
	if (typeof holder !== 'object' || holder === null) return holder;
	const entries = Object.entries(holder).map(
		([name, value]: [string, unknown]) => [name, replace(value, values, replaced)] as const,
	);
	if (entries.every(([name, value]) => value === holder[name as keyof T])) return holder;
	return (
		Array.isArray(holder) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
	) as T;
}
