import type {
	IDataObject,
	IHookFunctions,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

/**
 * The moments on which the trigger depends while n8n handles a webhook call. n8n has no API for them, so each
 * function names the code of n8n 2.41.1 that it relies on. The tests in `test/n8n/lifecycle.test.cts` fail if that
 * code changes.
 */

export type ServerResponse = ReturnType<IWebhookFunctions['getResponseObject']>;

/**
 * Returns items for n8n to process, and a response that is composed once n8n has stored the execution. With
 * `responseMode: lastNode`, n8n never reads the response.
 *
 * `executeWebhook` in cli/src/webhooks/webhook-helpers.ts waits for `WorkflowRunner.run`, which stores the execution.
 * `extractWebhookOnReceivedResponse` then reads `webhookResponse` twice.
 */
export function answerAfterStoring(
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

/** The confirmations that `executeWebhook` sends with `lastNode` if the execution never ran. */
const NOT_RUN = new Set(
	['no data was returned', 'the last node did not return any data'].map((reason) =>
		JSON.stringify({ message: `Workflow executed successfully but ${reason}` }),
	),
);

/**
 * Reports the response's final status after n8n has sent the response. If the execution never ran, the status is
 * changed to 500. n8n would return 200 in queue mode if a worker skips an execution that was marked as crashed before
 * it was queued.
 *
 * Every response, including the trigger's refusals and n8n's confirmations and errors, ends with a call to
 * `response.end` (cli/src/webhooks/webhook-request-handler.ts, cli/src/response-helper.ts). n8n calls `response.end`
 * even if the sender has disconnected and Node.js therefore emits no `finish` event.
 */
export function onAnswer(response: ServerResponse, report: (status: number) => void): void {
	const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
	response.end = (...args: unknown[]) => {
		if (NOT_RUN.has(String(args[0]))) response.statusCode = 500;
		const ended = end(...args);
		report(response.statusCode);
		return ended;
	};
}

/**
 * Whether n8n records a failed execution and stops if the trigger throws an error. Otherwise, n8n runs the
 * next steps on an empty item (`executeWebhook`).
 */
export function stopsOnError(context: IWebhookFunctions): boolean {
	const { onError = 'stopWorkflow', continueOnFail = false } = context.getNode();
	return onError === 'stopWorkflow' && !continueOnFail && !usesEngine2(context);
}

/**
 * Whether the workflow is set to run on n8n's engine 2.0, which refuses the items of this trigger with 400 because
 * the items contain files (cli/src/webhooks/engine-v2-webhooks.ts).
 */
export function usesEngine2(context: IHookFunctions | IWebhookFunctions): boolean {
	return context.getWorkflowSettings().engineType === 'v2';
}

/** A value that n8n stores with the workflow and that all of its triggers share. */
export interface StaticValue {
	readonly current: unknown;
	/**
	 * Sets the value, which n8n saves when it responds. This works only if no execution starts or if n8n has already
	 * stored the execution (`answerAfterStoring`).
	 *
	 * `LiveWebhooks.executeWebhook` in cli/src/webhooks/live-webhooks.ts saves changed static data when it responds.
	 * `WorkflowRunner.run` creates a `Workflow` from the same data and thereby marks the data as unchanged, so an
	 * earlier change isn't saved.
	 */
	save(value: IDataObject): void;
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
		save: (value) => {
			staticData[STATIC_DATA_KEY] = value;
		},
	};
}
