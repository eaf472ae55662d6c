import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

/**
 * The moments in n8n's handling of a webhook that the trigger depends on. n8n has no API for them, so
 * each function names the code of n8n 2.41.1 that it relies on. The tests in
 * `test/e2e/n8n/lifecycle.test.cts` fail if that code changes.
 */

export type ServerResponse = ReturnType<IWebhookFunctions['getResponseObject']>;

/** A response that is about to be sent to the sender. */
export interface Answer {
	readonly status: number;
	readonly hasBody: boolean;
}

/**
 * Returns items for n8n to process, and a response that is composed once n8n has stored the execution.
 * With `responseMode: lastNode`, n8n never reads the response.
 *
 * `executeWebhook` in cli/src/webhooks/webhook-helpers.ts waits for `WorkflowRunner.run`, which stores
 * the execution, before `extractWebhookOnReceivedResponse` reads `webhookResponse` (twice).
 */
export function answerOnceStored(
	workflowData: INodeExecutionData[][],
	composeAnswer: () => object,
): IWebhookResponseData {
	let answer: object | undefined;
	return {
		workflowData,
		get webhookResponse() {
			answer ??= composeAnswer();
			return answer;
		},
	};
}

/**
 * Calls `decideStatus` once the response to the sender is known, and sends the status that it returns.
 *
 * Every response ends with a call to `response.end`, including the trigger's refusals and n8n's
 * confirmations and errors (cli/src/webhooks/webhook-request-handler.ts, cli/src/response-helper.ts). n8n
 * calls it even if the sender has disconnected, in which case Node.js emits no `finish` event.
 */
export function onAnswer(response: ServerResponse, decideStatus: (answer: Answer) => number): void {
	const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
	response.end = (...args: unknown[]) => {
		const [body] = args;
		const hasBody = (typeof body === 'string' || Buffer.isBuffer(body)) && body.length > 0;
		response.statusCode = decideStatus({ status: response.statusCode, hasBody });
		return end(...args);
	};
}

/** A value that n8n keeps with the workflow, for all of its triggers. */
export interface StaticValue {
	readonly current: unknown;
	/**
	 * Sets the value, which n8n saves when it responds. This works only if no execution starts, or once n8n
	 * has stored the execution (`answerOnceStored`).
	 *
	 * `LiveWebhooks.executeWebhook` in cli/src/webhooks/live-webhooks.ts saves changed static data when it
	 * responds. `WorkflowRunner.run` creates a `Workflow` from the same data, which marks the data as
	 * unchanged, so an earlier change isn't saved.
	 */
	save(value: IDataObject): void;
}

const STATIC_DATA_KEY = 'cleverConnectTrigger';

/**
 * Returns the trigger's value in the static data that all nodes of a workflow share. n8n writes the
 * static data of a workflow as a whole, so a node that updates only its own entries writes back old
 * entries of the other nodes.
 */
export function openStaticValue(context: IWebhookFunctions): StaticValue {
	const staticData = context.getWorkflowStaticData('global');
	return {
		current: staticData[STATIC_DATA_KEY],
		save: (value) => {
			staticData[STATIC_DATA_KEY] = value;
		},
	};
}
