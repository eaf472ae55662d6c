import { PADDED_APPLICATION } from '../../samples/exampleApplication.cts';
import { bundle } from '../bundle.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const REQUESTS = `const application = ${JSON.stringify(PADDED_APPLICATION)};
if ($('Check my setup').isExecuted && $execution.mode !== 'test') {
  // Anyone can open the form of a published workflow.
  throw new Error('This form works only in the editor. Open the workflow in n8n, and click "Execute workflow".');
}
const { url } = $('Send with token').params;
return composeRequests({ url, isInN8n: true }, application).map((json) => ({ json }));
`;

const REPORT = `const readAll = (step) => ($(step).isExecuted ? $(step).all().map(({ json }) => json) : []);
const outputs = {
  withToken: readAll('Send with token'),
  withoutToken: readAll('Send without token'),
  toN8n: readAll('Send to n8n itself'),
};
const { url } = $('Send with token').params;
return [{ json: report(url, readAll('Requests'), outputs, $('Check my setup').isExecuted) }];
`;

const send = (url: string, parameters: object) =>
	step.sendJson(
		url,
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
			// A step starts its requests at least half a second apart.
			batching: { batch: { batchSize: 1, batchInterval: 500 } },
		},
	);

export const description: Description = {
	name: 'CleverConnect: check my setup',
	about: `## Check my setup

This workflow checks whether your n8n instance is ready for CleverConnect's applications. It sends requests to your trigger, as CleverConnect would. The trigger only checks them: no workflow starts, and no recruiter or ATS receives anything.

1. Follow the red _Send with token_ note.
2. Click **Execute workflow**, and then click **Check** in the form that opens.

Within three minutes, a page shows the result of each check: ✓ (correct), ✗ (wrong), or – (not checked). If a check fails, the page says what that means and what to do.

**To check every morning**, also follow the red _Send email_ note. n8n sends an email only if a check fails. The form works only in the editor, because anyone can open a published form.

n8n itself sends the requests, so they might never leave your network. [Check my setup](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/check-my-setup.md) shows how to check from outside it.`,
	trigger: null,
	canvas: `
		Every morning  |          |             | Send without token |         |       | Send email
		Check my setup | Requests | With token? | Send to n8n itself |         | Next?
		               |          |             | Send with token    | Results |       | Page`,
	wires: {
		'Every morning': 'Requests',
		'With token?': 'Send without token | Send to n8n itself | Send with token',
		'Send without token': '',
		'Send to n8n itself': '',
		Results: 'Next?',
		'Next?': 'Send email | Page |',
	},
	steps: {
		'Every morning': step.every(7),
		'Check my setup': step.form(
			{
				formTitle: 'Check my setup',
				formDescription:
					"Checks whether the CleverConnect Trigger at the URL in the 'Send with token' step is ready for applications. No application is delivered. The checks take up to three minutes.",
				formFields: {},
			},
			'Check',
		),
		Requests: step.code(bundle('setupReport.cts', REQUESTS)),
		'With token?': step.choose(
			{
				'Without token': [['{{ $json.sending }}', 'is equal to', 'withoutToken']],
				'To n8n itself': [['{{ $json.sending }}', 'is equal to', 'toN8n']],
			},
			'With token',
		),
		'Send without token': send('={{ $json.url }}', {}),
		'Send to n8n itself': send(
			'=http://localhost:5678{{ $json.url.extractUrlPath() }}',
			step.withCredential,
		),
		// Runs last of the three, so that `Results` can read the outputs of the other two.
		'Send with token': send('', step.withCredential),
		Results: step.code(bundle('setupReport.cts', REPORT)),
		'Next?': step.choose(
			{
				'Something is wrong': [['{{ $json.next }}', 'is equal to', 'email']],
				'Show the page': [['{{ $json.next }}', 'is equal to', 'page']],
			},
			'Nothing is wrong',
		),
		Page: step.page({ respondWith: 'showText', responseText: '={{ $json.page }}' }),
		'Send email': {
			...step.mail({
				subject: 'Check of the CleverConnect Trigger: something is wrong',
				text: `This check found something wrong with {{ $('Send with token').params.url }}

{{ $json.text }}`,
			}),
			disabled: true,
		},
	},
	fillIn: {
		'Send with token, Send to n8n itself': `- In _URL_ of _Send with token_, **paste your trigger's Production URL**, without the token.
- In both steps, select the **CleverConnect Webhook API** credential that the trigger uses.
- If \`N8N_PORT\` is set, change the port in _Send to n8n itself_ to its value.`,
		'Send email': `If you want to check every morning:

- Select or create the **SMTP** credential, and enter addresses in _From Email_ and _To Email_.
- To activate this step and _Every morning_, select each step and press **D**.
- **Publish** this workflow.`,
	},
};
