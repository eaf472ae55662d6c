import type { Execution } from '../../tools/n8n/client/session.cts';
import {
	deliver,
	publishReceiver,
	type N8n,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

/** Delivers an application to a new workflow, and returns its execution. */
export async function execute(
	n8n: N8n,
	options: ReceiverOptions,
	body: unknown = goodApplication(),
): Promise<Execution> {
	const { productionUrl, workflowId } = await publishReceiver(n8n, options);
	expect((await deliver(productionUrl, body)).status).toBe(200);
	return await n8n.session.waitForExecution(workflowId);
}
