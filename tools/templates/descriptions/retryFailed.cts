import { bundle } from '../bundle.cts';
import type { Detail } from '../code/decideRetries.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const DOCS = 'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs';

const DECIDE = `return decideNext({
  details: $('Details').first().json,
  memory: $getWorkflowStaticData('global'),
  runIndex: $runIndex,
  answers: $input.all().map(({ json }) => json),
  workflowId: $workflow.id,
  executionId: $execution.id,
  isManual: $execution.mode === 'test',
  now: Date.now(),
}).map((json) => ({ json }));
`;

/**
 * Makes the step fail with a few words after a retry, because n8n's answer to it contains the application. Only
 * expressions for additional pages can read an answer before the step outputs it.
 */
const WITHOUT_DATA = `={{ $json.method === 'GET' || (0).toDateTime('RETRIED ' + $response.statusCode + ' ' + $response.body.status) }}`;

export const description: Description = {
	name: 'CleverConnect: retry failed applications',
	about: `## Retry failed applications

Every five minutes, this workflow looks for failed executions of the workflows that receive applications.

- **If n8n was killed** while it was processing an application, the workflow usually retries the execution within minutes of the restart.
- **If a step failed**, the workflow retries the execution after 10 minutes. If the retry fails too, it tries again one hour and then four hours later.
- **If an execution can't be retried**, or if all retries have failed, you receive one email that says what to do. It also lists the retries.

Executions that began more than ten minutes before you entered their workflow's URL and published aren't retried. If the trigger's _Respond_ is _When Last Node Finishes_, nothing is retried, because CleverConnect might send the application again. With n8n 2.41, this workflow keeps no copies of candidates' data.

**To set up the workflow**, follow the red notes. Then click **Execute workflow**. If the _Stop_ step turns red, it says what to correct. Otherwise, publish the workflow. [What runs again by itself](${DOCS}/confirmation.md#what-runs-again-by-itself) explains which applications can be processed twice.

A run in the editor remembers nothing, so you might receive the same email twice.`,
	trigger: null,
	canvas: `
		                   |         |        |           | Send email
		Every five minutes | Details | Decide | Next step | Stop
		                   |         |        |           | Ask n8n`,
	wires: { 'Next step': 'Send email | Stop | Ask n8n', 'Ask n8n': 'Decide' },
	steps: {
		'Every five minutes': step.step('scheduleTrigger', 1.2, {
			rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
		}),
		Details: step.set(
			{
				workflows: '',
				pauses: '10, 60, 240',
				crashedMinutes: '2',
				stuckMinutes: '60',
			} satisfies Record<Detail, string>,
			{ keep: false },
		),
		Decide: step.code(bundle('decideRetries.cts', DECIDE)),
		'Next step': step.choose(
			{
				Email: [['{{ $json.subject }}', 'is not empty']],
				Problem: [['{{ $json.problem }}', 'is not empty']],
			},
			'Request',
		),
		'Send email': step.mail({
			subject: '={{ $json.subject }}',
			text: '={{ $json.text }}',
		}),
		Stop: step.fail('={{ $json.problem }}'),
		'Ask n8n': {
			...step.step('httpRequest', 4.2, {
				method: '={{ $json.method }}',
				url: '=http://localhost:5678/api/v1{{ $json.path }}',
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'n8nApi',
				options: {
					pagination: {
						pagination: {
							parameters: {
								parameters: [{ type: 'headers', name: 'Accept', value: 'application/json' }],
							},
							paginationCompleteWhen: 'other',
							completeExpression: WITHOUT_DATA,
						},
					},
					response: { response: { fullResponse: true, neverError: true } },
					timeout: 45_000,
				},
			}),
			...step.tolerant,
		},
	},
	fillIn: {
		Details: `- _workflows_: **the URL of each workflow** that receives applications. Copy the URLs from your browser's address bar and separate them with spaces or commas. If you add or replace a workflow, change the URLs, and **publish again**.
- _pauses_: the minutes before each retry of a failed execution.
- _crashedMinutes_: the minutes before each retry of a crashed execution.
- _stuckMinutes_: after this many minutes, a running execution counts as crashed. Enter more minutes than your workflow takes.`,
		'Ask n8n': `Select or create the **n8n API** credential:

- _API Key_: under **Settings → n8n API**, click **Create API key**. Enter a _Label_, and select _Expiration_ **Never**. Under _Scopes_, select **Custom** and \`execution:list\`, \`execution:read\`, \`execution:retry\`, and \`workflow:read\`. Your account must be able to open the workflows.
- _Base URL_: enter the address of your n8n instance followed by \`/api/v1\`.

_URL_ begins with the address at which n8n reaches itself. If \`N8N_PORT\` is set, change the port to its value. In queue mode, change \`localhost\` to the main process's host name (\`main\` with this project's compose file).`,
		'Send email': `Select or create the **SMTP** credential, and enter an address in _From Email_. In _To Email_, enter the address of the person who handles failures.

The email contains the application number, the step, and the kind of error (as far as they are known), but no files, and no error messages of the executions, which could name a candidate.`,
	},
};
