/**
 * The parts of n8n's handling of a webhook call that the trigger depends on. Where n8n has no API, the comments name the
 * n8n 2.41.1 code that the functions rely on. Most of this is tested in `test/n8n/lifecycle.test.cts`.
 */

import type {
	IDataObject,
	IHookFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

export type ServerResponse = ReturnType<IWebhookFunctions['getResponseObject']>;

/**
 * Returns items for n8n to process, and a response that is composed after n8n has stored the execution.
 *
 * n8n's `executeWebhook` (cli/src/webhooks/webhook-helpers.ts) waits for `WorkflowRunner.run`, which stores the
 * execution. Later, n8n's `extractWebhookOnReceivedResponse` reads `webhookResponse` twice.
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

/** A value that n8n stores with a workflow and that all triggers of the workflow share. */
export interface StaticValue {
	readonly current: unknown;
	/**
	 * Sets the value, which n8n saves in production mode, unless it responds with an error. If an execution starts, call
	 * this method only after n8n has stored the execution (`respondAfterStoring`).
	 *
	 * n8n's `LiveWebhooks.executeWebhook` (cli/src/webhooks/live-webhooks.ts) saves the data. An earlier change is lost,
	 * because `WorkflowRunner.run` marks the data as unchanged when it creates a `Workflow`.
	 */
	set(value: IDataObject): void;
}

const STATIC_DATA_KEY = 'cleverConnectTrigger';

/**
 * Returns the trigger's value in the static data that all nodes of a workflow share. n8n writes a workflow's static
 * data as a whole, so a node that updates only its own entries also writes back old entries of the other nodes.
 */
export function openStaticValue(context: IWebhookFunctions): StaticValue {
	const staticData = context.getWorkflowStaticData('global');
	return {
		current: staticData[STATIC_DATA_KEY],
		set: (value) => {
			staticData[STATIC_DATA_KEY] = value;
		},
	};
}
