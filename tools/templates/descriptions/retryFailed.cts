import type { Description } from '../description.cts';
import { detail, oneLine } from '../expressions.cts';
import * as step from '../steps.cts';

const DOCS = 'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs';
const SEND_AGAIN = `have it sent again: ${DOCS}/confirmation.md#have-an-application-sent-again`;
const ADDRESSES = String.raw`${detail('workflows')}.match(/\S*\/workflow\/[\w-]+/g)`;

const LISTS = `// Lists the requests to n8n: the executions of each workflow by status, and the running executions of this workflow.
const STATUSES = ['new', 'running', 'waiting', 'error', 'crashed', 'canceled'];
const addresses = ${ADDRESSES};
if (!addresses) throw new Error('In the Details step, enter the URL of a workflow.');
const ids = addresses.map((address) => address.split('/').pop());
const lists = ids.flatMap((workflowId) => STATUSES.map((status) => ({ workflowId, status })));
return [...lists, { workflowId: $workflow.id, status: 'running' }].map((json) => ({ json }));
`;

const WHICH_FAILED = `// Finds the executions that have failed, that nothing has replaced, and whose next retry is due.
const { pauses, crashedMinutes, stuckMinutes } = $('Details').first().json;
const memory = $getWorkflowStaticData('global');
// Someone might have already handled the executions that failed before this workflow was published.
memory.since ??= new Date(Date.now() - 10 * 60000).toISOString();
const hasPassed = (minutes, time) => Date.now() - Date.parse(time ?? 0) >= minutes * 60000;
const isStuck = ({ status, startedAt }) => status === 'running' && hasPassed(stuckMinutes, startedAt);
const listed = $input.all().flatMap(({ json }) => json.data);
const own = listed.filter(({ workflowId }) => workflowId === $workflow.id);
// An earlier run might be about to retry the same executions.
if (own.some((run) => Number(run.id) < Number($execution.id) && !isStuck(run))) return [];
const all = listed.filter(({ workflowId }) => workflowId !== $workflow.id);
const executions = new Map(all.map((execution) => [String(execution.id), execution]));
const retried = new Set(all.map(({ retryOf }) => String(retryOf)));
memory.handled = (memory.handled ?? []).filter((id) => executions.has(id));

const pausesOf = (status) => {
  if (status === 'canceled') return [];
  return status === 'error' ? pauses.split(',') : Array(3).fill(crashedMinutes);
};
const found = [];
for (const [id, execution] of executions) {
  const { status, mode, startedAt, stoppedAt, retryOf, retrySuccessId } = execution;
  if (!isStuck(execution) && !['error', 'crashed', 'canceled'].includes(status)) continue;
  // n8n might have been killed before it set the start time.
  if (!['webhook', 'retry'].includes(mode) || (startedAt ?? stoppedAt) < memory.since) continue;
  if (retrySuccessId || retried.has(id) || memory.handled.includes(id)) continue;
  let retries = 0;
  let earlier = executions.get(String(retryOf));
  for (; earlier; earlier = executions.get(String(earlier.retryOf))) {
    if (earlier.status === status) retries += 1;
  }
  const pause = pausesOf(status)[retries];
  if (pause !== undefined && !hasPassed(pause, stoppedAt ?? startedAt)) continue;
  found.push({ json: { id, status, isLast: pause === undefined } });
}
// The oldest executions come first, and the rest follow in the next run.
return found.sort((a, b) => a.json.id - b.json.id).slice(0, 20);
`;

const WHAT_TO_DO = String.raw`// Says why an execution cannot be retried. The other executions are retried.
const clean = (values) => ${oneLine('...values')};

return $input.all().flatMap(({ json: { data, workflowData, workflowId } }, index) => {
  // n8n has deleted the execution.
  if (!workflowData) return [];
  const { id, status, isLast } = $('Which failed').all()[index].json;
  const { nodes, name: workflow } = workflowData;
  const trigger = nodes.find(({ type }) => type === 'n8n-nodes-cleverconnect.cleverConnectTrigger');
  const { runData = {}, lastNodeExecuted: step, error } = data?.resultData ?? {};
  const stack = data?.executionData?.nodeExecutionStack ?? [];
  const next = stack.filter(({ node }) => node.name === trigger?.name);
  const items = [...next, ...(runData[trigger?.name] ?? [])].flatMap((entry) => entry.data?.main ?? []).flat();
  const application = items.find((item) => item?.json.receipt);
  const startsAgain = status !== 'error' || !step;

  let advice;
  if (!application) {
    advice = 'The execution contains no application, so a retry has no effect. If CleverConnect has received a confirmation, the application is lost, so ${SEND_AGAIN}';
  } else if (status === 'canceled') {
    advice = 'Someone stopped the execution, or it took too long. n8n offers no retry. Process the application by hand, or ${SEND_AGAIN}';
  } else if (trigger.parameters.responseMode === 'lastNode') {
    advice = 'CleverConnect has received no confirmation. If CleverConnect or your proxy sends the application again, do nothing. Otherwise, fix the cause, and click "Retry execution" beside the execution.';
  } else if (status !== 'error' && stack.length === 0) {
    advice = 'A retry would skip the remaining steps. Process the application by hand.';
  } else if (startsAgain && nodes.some(({ type }) => type === 'n8n-nodes-base.removeDuplicates')) {
    advice = 'A retry would drop the application, because the workflow already knows its number. Process the application by hand.';
  } else if (isLast) {
    advice = 'Retries have failed too. Fix the cause, and click "Retry execution" beside the execution. If you have changed the workflow, select "with currently saved workflow". Otherwise, select "with original workflow".';
  }
  const address = ${ADDRESSES}.find((one) => one.endsWith('/' + workflowId));
  const reason = clean([error?.name, error?.httpCode]) || status;
  const number = clean([JSON.stringify(application?.json.id)]) || 'unknown';
  const text = [
    'Application ' + number + ' in "' + workflow + '"',
    address + '/executions/' + id,
    'Failed at "' + (step ?? trigger?.name) + '": ' + reason,
  ].join('\n');
  return { json: { id, advice, text } };
});
`;

const EMAIL_TEXT = String.raw`// Remembers the retries that have started and composes the email.
const all = $('What to do').all().map(({ json }) => json);
const retries = all.filter(({ advice }) => !advice);
const answers = retries.length > 0 ? $('Retry').all().map(({ json }) => json) : [];
const results = retries.flatMap((retry, index) => {
  const { statusCode, body, error } = answers[index];
  const hasTimedOut = /timeout of|connection was aborted/.test(JSON.stringify(error ?? ''));
  // The next run tries again.
  if (error && !hasTimedOut) return [];
  if (statusCode >= 400) {
    return { ...retry, advice: 'n8n refused the retry (' + statusCode + '). Click "Retry execution" beside the execution.' };
  }
  const results = { success: 'has succeeded', error: 'has failed', crashed: 'has failed' };
  return { ...retry, result: 'The retry ' + (results[body?.status] ?? 'is still running') + '.' };
});
const started = results.filter(({ advice }) => !advice);
const others = [...all, ...results].filter(({ advice }) => advice);
if (started.length + others.length === 0) return [];
$getWorkflowStaticData('global').handled.push(...started.map(({ id }) => id));
const list = (title, entries) => entries.length > 0
  ? [title, ...entries.map(({ text, advice, result }) => text + '\n' + (advice ?? result)), ''].join('\n\n')
  : '';
return [{ json: {
  subject: 'Applications: ' + others.length + ' to check, ' + started.length + ' retried',
  text: list('PLEASE CHECK', others) + list('RETRIED', started),
  told: others.map(({ id }) => id),
} }];
`;

const REMEMBER = `// Prevents a second email about the same executions.
$getWorkflowStaticData('global').handled.push(...$('Email text').first().json.told);
return [];
`;

/** Sends a request about executions to n8n's API. */
const ask = (path: string, parameters: object, options: object = {}) =>
	step.step('httpRequest', 4.2, {
		url: `={{ ${detail('n8nUrl')} }}/api/v1/executions${path}`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'n8nApi',
		...parameters,
		options,
	});

const query = (values: Readonly<Record<string, string>>) => ({
	sendQuery: true,
	queryParameters: {
		parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
	},
});

export const description: Description = {
	name: 'CleverConnect: retry failed applications',
	about: `## Retry failed applications

Every five minutes, this workflow looks for failed executions of the workflows that receive applications.

- **If n8n was killed** while it was processing an application, this workflow retries the execution on its next run.
- **If a step failed**, this workflow retries the execution after 10 minutes. If the retry fails, more retries follow one hour and then four hours later.
- **If an execution can't be retried**, or if all retries have failed, you receive one email that says what to do. The email also lists the retries.

Executions from before you published this workflow aren't retried. If the trigger's _Respond_ is _When Last Node Finishes_, nothing is retried, because CleverConnect might send the application again.

**To set up the workflow**, follow the red notes. Under **⋯ → Settings**, set _Save successful production executions_ to _Do not save_, so that this workflow keeps no copies of candidates' data. Then publish the workflow. [What runs again by itself](${DOCS}/confirmation.md#what-runs-again-by-itself) explains which applications can be processed twice.

To look for failed executions now, click **Execute workflow**. A run in the editor remembers nothing, so you might receive the same email twice.`,
	trigger: null,
	canvas: `
		Every five minutes | Details | Lists | List executions | Which failed | Read execution | What to do

		                   | Retry
		Retry?             |         | Both  | Email text     | Send email  | Remember`,
	wires: { 'What to do': 'Retry?', 'Retry?': 'Retry | Both #2', Retry: 'Both' },
	steps: {
		'Every five minutes': step.step('scheduleTrigger', 1.2, {
			rule: { interval: [{ field: 'minutes', minutesInterval: 5 }] },
		}),
		Details: step.set(
			{
				workflows: 'https://n8n.example.com/workflow/…',
				n8nUrl: 'http://localhost:5678',
				pauses: '10, 60, 240',
				crashedMinutes: '2',
				stuckMinutes: '60',
			},
			{ keep: false },
		),
		Lists: step.code(LISTS),
		'List executions': ask(
			'',
			query({
				workflowId: "={{ $('Lists').item.json.workflowId }}",
				status: "={{ $('Lists').item.json.status }}",
				limit: '250',
			}),
			{
				pagination: {
					pagination: {
						parameters: {
							parameters: [
								{ type: 'qs', name: 'cursor', value: '={{ $response.body.nextCursor }}' },
							],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ !$response.body.nextCursor }}',
					},
				},
			},
		),
		'Which failed': step.code(WHICH_FAILED),
		'Read execution': {
			...ask("/{{ $('Which failed').item.json.id }}", query({ includeData: 'true' })),
			...step.tolerant,
		},
		'What to do': step.code(WHAT_TO_DO),
		'Retry?': step.when("!$('What to do').item.json.advice"),
		Retry: {
			...ask(
				"/{{ $('What to do').item.json.id }}/retry",
				{
					method: 'POST',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '{ "loadWorkflow": false }',
				},
				{
					batching: { batch: { batchSize: 5, batchInterval: 1000 } },
					response: { response: { fullResponse: true, neverError: true } },
					timeout: 10_000,
				},
			),
			...step.tolerant,
		},
		Both: step.step('merge', 3, {}),
		'Email text': step.code(EMAIL_TEXT),
		'Send email': step.mail({
			from: 'applications@example.com',
			to: 'administrator@example.com',
			subject: "={{ $('Email text').item.json.subject }}",
			text: "={{ $('Email text').item.json.text }}",
		}),
		Remember: step.code(REMEMBER),
	},
	fillIn: {
		Details: `- _workflows_: **the URL of each workflow** that receives applications. Copy the URLs from your browser's address bar and separate them with spaces.
- _n8nUrl_: the URL at which n8n reaches itself. If \`N8N_PORT\` is set, change the URL. In queue mode, enter n8n's public address.
- _pauses_: the minutes before each retry of a failed execution.
- _crashedMinutes_: the minutes before each retry of a crashed execution.
- _stuckMinutes_: after this many minutes, a running execution counts as crashed. Enter more minutes than your workflow takes.`,
		'List executions, Read execution, Retry': `In each of these steps, select or create the **n8n API** credential:

- _API Key_: under **Settings → n8n API**, click **Create API key**. Choose **Custom**, no expiration, and the scopes \`execution:list\`, \`execution:read\`, and \`execution:retry\`.
- _Base URL_: enter the address of your n8n instance followed by \`/api/v1\`.`,
		'Send email': `Select or create the **SMTP** credential, and enter an address in _From Email_. In _To Email_, enter the address of the person who handles failures.

The email contains the application number, the step, and the kind of error. To protect candidates' names, the email contains no files or error messages.`,
	},
};
