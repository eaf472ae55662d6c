import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { N8nSession } from '../../tools/n8n/client/session.cts';
import {
	createReceiver,
	TRIGGER,
	type FollowingNode,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/compose.cts';

/** The last node in both documented workflows. */
export const LAST_NODE = 'Mark as Done';

interface DocumentedNode extends FollowingNode {
	readonly parameters: Readonly<Record<string, unknown>>;
}

export interface Adaptation {
	/** The URL that replaces the URL in the example. */
	readonly atsUrl: string;
	/** The credentials by type, for the nodes that have a credential. */
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
	/** Replacements in the workflow's text. */
	readonly replacements?: ReadonlyArray<readonly [documented: string, here: string]>;
	/** Additional parameters for the trigger. */
	readonly parameters?: object;
}

/** Creates and publishes a workflow from deploy/, so that the documented workflow itself is tested. */
export async function publishDocumentedWorkflow(
	url: string,
	session: N8nSession,
	fileName: string,
	{ atsUrl, credentials = {}, replacements = [], parameters }: Adaptation,
): Promise<Receiver> {
	let text = readFileSync(path.join(DEPLOY_FOLDER, fileName), 'utf8');
	const all = [['https://ats.example.com/applications', atsUrl], ...replacements] as const;
	for (const [documented, here] of all) {
		if (!text.includes(documented)) throw new Error(`${fileName} does not contain "${documented}"`);
		text = text.replace(documented, here);
	}
	const { name, nodes, connections } = JSON.parse(text) as {
		name: string;
		nodes: readonly DocumentedNode[];
		connections: Record<string, object>;
	};
	const trigger = nodes.find((node) => node.name === TRIGGER);
	const receiver = await createReceiver(url, session, {
		name,
		parameters: { ...trigger?.parameters, ...parameters },
		further: {
			nodes: nodes
				.filter((node) => node !== trigger)
				.map((node) => ({ ...node, ...(node.credentials !== undefined && { credentials }) })),
			connections,
		},
	});
	await session.publish(receiver.workflowId);
	return receiver;
}
