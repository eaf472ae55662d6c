import { bundle } from '../bundle.cts';
import type { Description, Step } from '../description.cts';
import * as step from '../steps.cts';

const DOCS = 'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs';

const DECIDE = `const [own, workflow] = ['This workflow', 'Workflow'].map((step) => $(step).first().json);
const executions = $input.all().flatMap(({ json }) => json.data);
const [editor] = $execution.resumeUrl.split('/webhook-waiting');
const run = { executionId: $execution.id, isManual: $execution.mode === 'test', now: Date.now(), editor };
return decide({ own, workflow, executions }, run).map((json) => ({ json }));
`;

const request = (parameters: object, options: object): Step => ({
	...step.step('httpRequest', 4.2, {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'n8nApi',
		...parameters,
		options: { timeout: 60_000, ...options },
	}),
	...step.tolerant,
});

/** n8n's main process might just be starting. */
const patient = { ...step.tolerant, retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 };

const workflow = (workflowId: object): Step => ({
	...step.step('n8n', 1, { resource: 'workflow', operation: 'get', workflowId }),
	...patient,
});

/** Starts one request every five seconds, so that n8n holds few applications at a time. */
const slowly = { batching: { batch: { batchSize: 1, batchInterval: 5000 } } };

const EXECUTION = "={{ $('Executions').params.url }}/{{ $json.id }}";

const FAILED_STEP = '$json.data.executionData.nodeExecutionStack[0].node';
const TRIGGER_TYPE = 'n8n-nodes-cleverconnect.cleverConnectTrigger';

/** The first page lists what is running in any workflow, because n8n's list of a workflow's executions omits it. */
const PAGES = {
	limit: '250',
	status: "={{ $pageCount === 0 ? 'running' : undefined }}",
	workflowId: "={{ $pageCount > 0 ? $('Workflow').first().json.id : undefined }}",
	cursor: '={{ $pageCount > 1 ? $response.body.nextCursor : undefined }}',
};

export const description: Description = {
	name: 'CleverConnect: retry failed applications',
	about: `## Retry failed applications

Every five minutes, this workflow looks for failed executions of the workflow that receives applications. n8n then runs them again from the step that failed.

- **If a step failed, or n8n was killed**, the execution is retried after 10 minutes. If the retry fails too, there is another one after 1 hour, and a last one after 4 hours.
- **If an execution needs you**, you receive an email with a link to it. There is at most one email an hour.
- **A retry by hand** counts as one of the three.

After n8n was killed, an execution runs again from its first step or its last long wait. So a step can run twice.

**To set up the workflow**, follow the red notes. In its settings (**⋯** → **Settings**), set _Save successful production executions_ to **Do not save**. Then publish it. To receive applications with several workflows, paste this one once for each.

**Execute workflow** retries nothing. It emails you what it finds. [Is an application safe?](${DOCS}/is-an-application-safe.md) says what is retried and what isn't.`,
	trigger: null,
	canvas: `
		Every five minutes | This workflow | Workflow | Executions | Decide | Read | Can it run again? | Retry
		                   |               |          |            |        |      |                   | Not told yet | Send email`,
	wires: { 'Can it run again?': 'Retry | Not told yet' },
	steps: {
		'Every five minutes': step.step('scheduleTrigger', 1.2, {
			rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
		}),
		'This workflow': workflow({ __rl: true, mode: 'id', value: '={{ $workflow.id }}' }),
		Workflow: workflow(step.selected),
		Executions: {
			...request(
				{ url: 'http://localhost:5678/api/v1/executions' },
				{
					pagination: {
						pagination: {
							paginationMode: 'updateAParameterInEachRequest',
							parameters: {
								parameters: Object.entries(PAGES).map(([name, value]) => ({
									type: 'qs',
									name,
									value,
								})),
							},
							paginationCompleteWhen: 'other',
							completeExpression: '={{ $pageCount > 1 && !$response.body.nextCursor }}',
							limitPagesFetched: true,
							maxRequests: 41,
						},
					},
				},
			),
			...patient,
		},
		Decide: step.code(bundle('retryFailedCode.cts', DECIDE)),
		Read: request(
			{ url: `${EXECUTION}?includeData=true&redactExecutionData=true` },
			{ ...slowly, response: { response: { neverError: true } } },
		),
		'Can it run again?': step.when(
			["{{ $('Decide').item.json.action }}", 'is equal to', 'retry'],
			[`{{ ${FAILED_STEP}.name }}`, 'is not empty'],
			// A crashed execution begins with the trigger, and has an application. One that the trigger failed has none.
			[`{{ ${FAILED_STEP}.type }} {{ $json.status }}`, 'is not equal to', `${TRIGGER_TYPE} error`],
		),
		Retry: request(
			{ method: 'POST', url: `${EXECUTION}/retry` },
			// n8n answers after the retry, with its data, which nobody needs. Until then, no other run looks for executions,
			// because n8n might not list a retry that it is about to start.
			{ ...slowly, response: { response: { neverError: true, responseFormat: 'file' } } },
		),
		'Not told yet': step.step('removeDuplicates', 2, {
			operation: 'removeItemsSeenInPreviousExecutions',
			dedupeValue: "={{ $('Decide').item.json.id }} {{ $('Decide').item.json.text }}",
			options: { historySize: 100_000 },
		}),
		'Send email': {
			...step.mail({
				subject: 'Applications that need you',
				text: "{{ $input.all().map((item, index) => $('Decide').itemMatching(index).json.text).join('\\n\\n') }}",
			}),
			executeOnce: true,
		},
	},
	fillIn: {
		'Workflow, This workflow, Executions, Read, Retry': `1. In this step, in _This workflow_, _Executions_, _Read_, and _Retry_, select or create the **n8n API** credential. Under **Settings → n8n API**, create a key with _Expiration_ **Never** and the scopes \`execution:list\`, \`execution:read\`, \`execution:retry\`, and \`workflow:read\`. Its _Base URL_ is \`http://localhost:5678/api/v1\`.
2. In _Workflow_, **select the workflow that receives applications**.
3. In that workflow's settings, set _Save successful production executions_ to **Save**. Otherwise n8n wouldn't know which retries have succeeded.
4. If \`N8N_PORT\` is set, change the port in the credential and in _Executions_ to its value. In queue mode, change \`localhost\` to the main process's host name (\`main\` with this project's compose file).`,
		'Send email': `Select or create the **SMTP** credential. In _To Email_, enter the address of the person who handles failures.`,
	},
};
