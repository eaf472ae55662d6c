import { REQUESTS, RESULTS } from '../checkSteps.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const send = (parameters: object) =>
	step.sendJson(
		'={{ $json.url }}',
		"={{ $json.body.replaceAll('{padding}', 'ICAg'.repeat($json.padding)) }}",
		{
			sendHeaders: true,
			specifyHeaders: 'json',
			jsonHeaders: '={{ JSON.stringify($json.headers) }}',
			...parameters,
		},
		{
			redirect: { redirect: { followRedirects: false } },
			timeout: '={{ $json.seconds * 1000 }}',
		},
	);

export const description: Description = {
	name: 'CleverConnect: check my setup',
	about: `## Check my setup

This workflow checks whether your n8n instance is ready for CleverConnect's applications. The workflow sends requests to your trigger, as CleverConnect would. The trigger only checks the requests: no workflow starts, and no recruiter or ATS receives anything.

1. Follow the red notes _Where to_ and _Send with token_.
2. Click **Execute workflow**, and then click **Check** in the form that opens.

Within two minutes, a page shows the result of each check: ✓ (correct), ✗ (wrong), or – (not checked). If a check fails, the page says what the failure means and what to do.

**To check every morning**, also follow the red _Send email_ note. n8n sends an email only if a check fails. The form works only in the editor, because anyone can open a published form.

n8n itself sends the requests, so the requests might never leave your network. [Check my setup](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/check-my-setup.md) shows how to check from outside your network.`,
	trigger: null,
	canvas: `
		                   | Every morning  | Not in the editor
		Check my setup     | In the editor? | Where to | Requests | One by one     | Start | With token?

		Send with token    | Answer         | Refused? | Results  | From the form? | Page
		Send without token |                |          |          |                | Send email`,
	wires: {
		'Every morning': 'Where to',
		'In the editor?': 'Where to | Not in the editor',
		'One by one': 'Results | Start',
		'With token?': 'Send with token | Send without token',
		'Send without token': 'Answer',
		// If a correct application is refused, the other requests are not sent.
		'Refused?': 'Results | One by one',
		'From the form?': 'Page | Send email |',
	},
	steps: {
		'Every morning': step.every(7),
		'Check my setup': step.form(
			{
				formTitle: 'Check my setup',
				formDescription:
					"Checks whether the CleverConnect Trigger at the URL in the 'Where to' step is ready for applications. No application is delivered. The checks take up to two minutes.",
				formFields: {},
			},
			'Check',
		),
		'In the editor?': step.when("$execution.mode === 'test'"),
		'Not in the editor': step.page({
			completionTitle: 'This form works only in the editor',
			completionMessage:
				'Nothing was checked. Open the workflow in n8n, and click "Execute workflow".',
			options: {},
		}),
		'Where to': step.set(
			{
				url: 'https://n8n.example.com/webhook/…/applications',
				n8nUrl: 'http://localhost:5678',
			},
			{ keep: false },
		),
		Requests: step.code(REQUESTS),
		'One by one': step.step('splitInBatches', 3, { options: {} }),
		Start: step.set({ 'startedAt: number': '={{ $now.toMillis() }}' }),
		'With token?': step.when("$json.sending !== 'withoutToken'"),
		'Send with token': send({
			...step.withCredential,
			contentType: "={{ $json.sending === 'compressed' ? 'binaryData' : 'json' }}",
			inputDataFieldName: 'body',
		}),
		'Send without token': send({}),
		Answer: step.json(
			"={{ JSON.stringify({ title: $('Start').first().json.title, status: $json.statusCode, text: $json.data ?? $json.error?.cause?.message ?? $json.error?.message ?? $json.error, milliseconds: $now.toMillis() - $('Start').first().json.startedAt }) }}",
		),
		'Refused?': step.when(
			"$json.status !== 200 && $json.title === $('Requests').first().json.title",
		),
		Results: step.code(RESULTS),
		'From the form?': step.choose(
			{
				'From the form': "$('Check my setup').isExecuted",
				'Something is wrong': '$json.isRed',
			},
			'Nothing is wrong',
		),
		Page: step.page({ respondWith: 'showText', responseText: '={{ $json.page }}' }),
		'Send email': {
			...step.mail({
				from: 'applications@example.com',
				to: 'administrator@example.com',
				subject: 'Check of the CleverConnect Trigger: something is wrong',
				text: `=This check found something wrong with {{ $('Where to').first().json.url }}

{{ $json.text }}`,
			}),
			disabled: true,
		},
	},
	fillIn: {
		'Where to': `- _url_: **paste your trigger's Production URL**, without the token.
- _n8nUrl_: the URL at which n8n reaches itself. If you have set \`N8N_PORT\`, change the URL.`,
		'Send with token': `Select the **CleverConnect Webhook API** credential that the trigger uses.`,
		'Send email': `If you want to check every morning:

- Select or create the **SMTP** credential, and enter addresses in _From Email_ and _To Email_.
- To activate this step and _Every morning_, select each step and press **D**.
- **Publish** this workflow.`,
	},
};
