import type { TriggerPanelDefinition } from 'n8n-workflow';

const TRY_IT = [
	'<b>To try it without CleverConnect</b>, paste this into a terminal, with your URL and your token (shown for a credential of the type Bearer Token):',
	`<code>curl "YOUR-URL" -H "Authorization: Bearer YOUR-TOKEN" -H "Content-Type: application/json" -d '{"id":1,"jobId":"JOB-1","candidate":{"firstName":"Ada","lastName":"Example","email":"ada@example.com"}}'</code>`,
].join('<br />');

const TEST_URL =
	'<b>While you build</b>: click the button, give CleverConnect the <b>Test URL</b> from this panel, and send one application. It shows up here.';

const TOKEN =
	'<b>The token</b> is the one in the credential that you choose on the right. CleverConnect must send the same one.';

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a test application',
	executionsHelp: {
		inactive: [
			TEST_URL,
			'<b>When you are done</b>: publish the workflow and give CleverConnect the <b>Production URL</b>. From then on each application runs the workflow by itself, and is found under Executions.',
			TOKEN,
			TRY_IT,
		].join('<br /><br />'),
		active: [
			'<b>This workflow is published</b>: applications that CleverConnect sends to the <b>Production URL</b> run it, and are found under <a data-key="executions">Executions</a>.',
			TEST_URL,
			TOKEN,
			TRY_IT,
		].join('<br /><br />'),
	},
	activationHint:
		'Once you have finished building your workflow, publish it and give CleverConnect the production URL.',
};
