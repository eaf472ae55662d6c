import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { difference, set } from 'lodash';
import type { IConnection, INode } from 'n8n-workflow';
import type { N8nSession } from './session.cts';
import { composeUrls, TRIGGER } from './workflow.cts';

export const TEMPLATE_FOLDER = path.join(__dirname, '..', '..', '..', 'workflows');

export interface TemplateNode
	extends Readonly<Omit<INode, 'credentials' | 'parameters' | 'position'>> {
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
}

export type Connections = Readonly<
	Record<string, { readonly main: ReadonlyArray<readonly IConnection[]> }>
>;

export interface Template {
	readonly name: string;
	readonly nodes: readonly TemplateNode[];
	readonly connections: Connections;
	readonly settings?: object;
	readonly [member: string]: unknown;
}

export interface Filling {
	readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** Texts anywhere in the template, and their replacements. */
	readonly texts?: Readonly<Record<string, string>>;
	/** The selected credentials, by node: type and id. */
	readonly credentials?: Readonly<Record<string, readonly [type: string, id: string]>>;
	readonly settings?: object;
}

export async function readTemplate(file: string): Promise<Template> {
	return JSON.parse(await readFile(path.join(TEMPLATE_FOLDER, file), 'utf8')) as Template;
}

export function isNote({ type }: TemplateNode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

/** Imports a template as the editor does, and fills it in. Throws if no note asks for a field or a credential. */
export async function importTemplate(
	session: N8nSession,
	url: string,
	file: string,
	{ fields = {}, texts = {}, credentials = {}, settings = {} }: Filling,
): Promise<{ readonly workflowId: string; readonly productionUrl: string }> {
	const template = await readTemplate(file);
	const notes = template.nodes.filter(isNote).map(({ parameters }) => String(parameters.content));
	const requested = notes.flatMap((text) => /^### \d+\. (.*)/.exec(text)?.[1]?.split(', ') ?? []);
	const [name] = difference(Object.keys({ ...fields, ...credentials }), requested);
	if (name !== undefined) throw new Error(`${file}: no note asks to fill in "${name}"`);
	const nodes = template.nodes.map((node) => {
		const filled = structuredClone(node);
		for (const [parameter, value] of Object.entries(fields[node.name] ?? {})) {
			set(filled.parameters, parameter, value);
		}
		const [type, id] = credentials[node.name] ?? [];
		// A user activates a step after selecting its credential.
		const selected = type && { credentials: { [type]: { id, name: type } }, disabled: false };
		return { ...filled, ...selected };
	});

	const text = Object.entries(texts).reduce(
		(json, [part, replacement]) => json.replaceAll(part, replacement),
		JSON.stringify({ ...template, nodes, settings: { ...template.settings, ...settings } }),
	);
	const workflowId = await session.createWorkflow(JSON.parse(text) as Template);
	const { nodes: imported } = await session.readWorkflow(workflowId);
	const trigger = imported.find(({ name }) => name === TRIGGER);
	return { workflowId, ...composeUrls(url, trigger?.webhookId) };
}
