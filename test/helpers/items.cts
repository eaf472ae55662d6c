import type { RunningInstance } from '../../tools/n8n/start/instance.cts';
import type { Item, N8nSession } from '../../tools/n8n/client/session.cts';
import { deliver, publishReceiver, type FollowingNode } from '../../tools/n8n/client/workflow.cts';

/** Delivers an application to a workflow with a node after the trigger, and returns that node's item. */
export async function deliverTo(
	n8n: RunningInstance,
	next: FollowingNode,
	body: unknown,
): Promise<Item> {
	const { productionUrl, workflowId } = await publishReceiver(n8n, { next: [next] });
	await deliver(productionUrl, body);
	return await readItem(n8n.session, workflowId, next.name);
}

/** Returns the first item of a node in a workflow's first execution. */
export async function readItem(
	session: N8nSession,
	workflowId: string,
	nodeName: string,
): Promise<Item> {
	const [execution] = await session.waitForExecutions(workflowId, 1);
	const [[item] = []] = execution?.outputsOf(nodeName) ?? [];
	if (!item) throw new Error(`${nodeName} has output no item: ${execution?.error}`);
	return item;
}

/** Returns a node that evaluates expressions into the fields 0, 1, 2, and so on. */
export function evaluateAll(expressions: readonly string[]) {
	return {
		name: 'Evaluate',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: expressions.map((expression, index) => ({
					id: String(index),
					name: String(index),
					value: `=${expression}`,
					type: 'string',
				})),
			},
			includeOtherFields: false,
			options: {},
		},
	};
}
