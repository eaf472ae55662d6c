import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution, Item, N8nSession } from '../../tools/n8n/client/session.cts';
import {
	publishReceiver,
	TRIGGER,
	type FollowingNode,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/compose.cts';

/** The last node in both documented workflows. */
const LAST_NODE = 'Mark as Done';

/** Publishes a workflow from deploy/ that processes each application once, with replaced texts. */
export async function publishDocumentedWorkflow(
	n8n: { readonly url: string; readonly session: N8nSession },
	file: string,
	texts: Readonly<Record<string, string>>,
	responseMode: string,
	credentials: object = {},
): Promise<Receiver> {
	let text = readFileSync(path.join(DEPLOY_FOLDER, 'exactly-once', file), 'utf8');
	for (const [documented, here] of Object.entries(texts)) {
		if (!text.includes(documented)) throw new Error(`${file} does not contain "${documented}"`);
		text = text.replace(documented, here);
	}
	const { name, nodes, connections } = JSON.parse(text) as {
		name: string;
		nodes: readonly FollowingNode[];
		connections: Record<string, object>;
	};
	const following = nodes.filter((node) => node.name !== TRIGGER);
	return await publishReceiver(n8n, {
		name,
		parameters: { responseMode },
		further: {
			nodes: following.map((node) => ({ ...node, ...('credentials' in node && { credentials }) })),
			connections,
		},
	});
}

/** Whether an execution of a documented workflow has reached the workflow's last node. */
export function isMarkedAsDone(execution: Execution): boolean {
	const items = execution.outputsOf(LAST_NODE).flat();
	return items.length > 0 && !items.some(isSubstitute);
}

/** Returns the trigger's item, even if the trigger didn't finish. */
export function findReceivedItem(execution: Execution): Item | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	return inputs.flat().find((item) => !isSubstitute(item));
}

/** Whether an item replaces output that was lost when n8n restored the execution from its event log. */
function isSubstitute({ json }: Item): boolean {
	return json.isArtificialRecoveredEventItem === true;
}
