import type { TriggerPanelDefinition } from 'n8n-workflow';

const WHILE_YOU_BUILD =
	'<b>While you build</b>: give CleverConnect the test URL and agree on a moment. Then click "Execute step": n8n listens for two minutes, and the application that they send shows up here.';

const WHEN_DONE =
	'<b>When you are done</b>: publish the workflow and give CleverConnect the production URL. From then on each application runs the workflow by itself, and is found under Executions.';

const PUBLISHED =
	'<b>The workflow is published</b>: each application that CleverConnect sends to the production URL runs it, and is found under <a data-key="executions">Executions</a>.';

const IN_THE_URL =
	'<b>If the credential is a Query Parameter</b>, the token is part of the URL: add <code>?token=</code> and the token to each URL that you give away. Write the token percent-encoded: %2B for +, %26 for &amp;, %23 for #, %25 for %. A token of letters and digits stays as it is.';

const SAMPLE =
	'<b>To use the fields before an application has arrived</b>, click "set mock data" on the right and paste the sample from the <a href="https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect#the-item-you-get" target="_blank">documentation</a>.';

/** Short lines: the panel does not wrap code. */
const TRY_IT = [
	'<b>To try it without CleverConnect</b>, copy this and fill in your test URL and your token (for a credential with Bearer Token). Then click "Execute step", and paste it into a terminal (macOS, Linux):',
	'<code>curl "YOUR-TEST-URL" \\',
	' -H "Authorization: Bearer YOUR-TOKEN" \\',
	' -H "Content-Type: application/json" \\',
	' -d \'{"id": 1, "jobId": "JOB-1",',
	' "candidate": {"firstName": "Ada",',
	' "lastName": "Example",',
	' "email": "ada@example.com"}}\'</code>',
].join('<br />');

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a test application',
	executionsHelp: {
		inactive: [WHILE_YOU_BUILD, WHEN_DONE, IN_THE_URL, SAMPLE, TRY_IT].join('<br /><br />'),
		active: [PUBLISHED, WHILE_YOU_BUILD, IN_THE_URL, TRY_IT].join('<br /><br />'),
	},
	activationHint: {
		inactive:
			'Give CleverConnect the <b>test URL</b> (open "Webhook URLs" on the right) and the token of your credential. Once the workflow is published, give it the <b>production URL</b> instead.',
		active:
			'The workflow is published: CleverConnect must send applications to the <b>production URL</b> (open "Webhook URLs" on the right), with the token of your credential.',
	},
};
