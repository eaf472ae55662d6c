/**
 * The parts of n8n's handling of a webhook call that the trigger depends on. Where n8n has no API, the comments name the
 * n8n 2.41.1 code that the functions rely on. `test/n8n/lifecycle.test.cts` tests it on the oldest and newest n8n.
 */

import type {
	IHookFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

export type ServerResponse = ReturnType<IWebhookFunctions['getResponseObject']>;

/** Returns a key for a trigger that is unique within n8n. */
export function identifyTrigger(context: IWebhookFunctions): string {
	return JSON.stringify([context.getWorkflow().id, context.getNode().id]);
}

/**
 * Returns items for n8n to process, and a response that is composed after n8n has stored the execution.
 *
 * n8n's `executeWebhook` (cli/src/webhooks/webhook-helpers.ts) waits for `WorkflowRunner.run`, which stores the
 * execution. Later, n8n's `extractWebhookOnReceivedResponse` reads `webhookResponse` twice, and n8n saves the workflow's
 * static data (`LiveWebhooks.executeWebhook`) before it responds.
 */
export function respondAfterStoring(
	workflowData: INodeExecutionData[][],
	composeResponse: () => object,
): IWebhookResponseData {
	let response: object | undefined;
	return {
		workflowData,
		get webhookResponse() {
			response ??= composeResponse();
			return response;
		},
	};
}

/**
 * Sends a response, and returns after the sender has received it or disconnected. An error that is thrown then can't
 * change the response: n8n's attempt to respond with the error fails, and Express closes the connection.
 */
export async function sendBeforeThrowing(
	response: ServerResponse,
	send: () => void,
): Promise<void> {
	if (response.closed) return;
	response.setHeader('Connection', 'close');
	await new Promise<void>((resolve) => {
		response.once('close', resolve);
		send();
	});
}

/**
 * Whether the execution fails if the trigger throws an error. Otherwise, n8n can run the next steps on an empty item
 * (`executeWebhook`).
 */
export function stopsOnError(context: IWebhookFunctions): boolean {
	const { onError = 'stopWorkflow', continueOnFail = false } = context.getNode();
	return onError === 'stopWorkflow' && !continueOnFail && !usesEngine2(context);
}

/**
 * Whether the workflow is set to run on n8n's engine 2.0, which makes n8n respond with 400 if an item contains files
 * (cli/src/webhooks/engine-v2-webhooks.ts).
 */
export function usesEngine2(context: IHookFunctions | IWebhookFunctions): boolean {
	return context.getWorkflowSettings().engineType === 'v2';
}
