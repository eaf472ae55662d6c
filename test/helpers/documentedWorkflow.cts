import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Execution, N8nSession } from '../../tools/n8n/client/session.cts';
import {
	connect,
	publishReceiver,
	TRIGGER,
	waitingNode,
	type FollowingNode,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/deployFiles.cts';

/**
 * Publishes a workflow from deploy/ that processes each application once, with replaced texts.
 *
 * @param pauseAfter the step after which the workflow waits
 */
export async function publishDocumentedWorkflow(
	n8n: { readonly url: string; readonly session: N8nSession },
	file: string,
	texts: Readonly<Record<string, string>>,
	responseMode: string,
	credentials: object = {},
	pauseAfter?: string,
): Promise<Receiver> {
	let text = readFileSync(path.join(DEPLOY_FOLDER, 'exactly-once', file), 'utf8');
	for (const [documented, here] of Object.entries(texts)) {
		if (!text.includes(documented)) throw new Error(`${file} does not contain "${documented}"`);
		text = text.replace(documented, here);
	}
	const { name, nodes, connections } = JSON.parse(text) as {
		name: string;
		nodes: FollowingNode[];
		connections: Record<string, object>;
	};
	if (pauseAfter !== undefined) {
		nodes.push(waitingNode(15));
		Object.assign(connections, { Wait: connections[pauseAfter] }, connect(pauseAfter, 'Wait'));
	}
	const following = nodes.filter((node) => node.name !== TRIGGER);
	return await publishReceiver(n8n, {
		name,
		parameters: { responseMode },
		nodes: following.map((node) => ({ ...node, ...('credentials' in node && { credentials }) })),
		connections,
	});
}

/** Returns the trigger's item, even if the trigger didn't finish. */
export function findReceivedItem(execution: Execution): INodeExecutionData | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	// n8n replaces output that was lost when it restored the execution from its event log.
	return inputs.flat().find(({ json }) => !json.isArtificialRecoveredEventItem);
}
