import type { TriggerPanelDefinition } from 'n8n-workflow';
import { linkTo } from '../common/documentationLinks';

/*
 * In the panel's texts, n8n evaluates no expressions and keeps only links and simple formatting. n8n hides the texts
 * while the node has no credential or is listening (n8n-editor-ui 2.41.1, `TriggerPanel.vue` and
 * `directives/n8n-html.ts`).
 */

const WITHOUT_CLEVERCONNECT = `<b>Without CleverConnect</b>: paste a ${linkTo('templates', 'ready-made workflow')}, such as mail-to-recruiter, into a new workflow, and click '▶' above its 'Application' step. It then shows a sample application.`;

const WITH_TEST_FORM = `<b>With a test form</b>: in a second browser tab, paste the ${linkTo('testForm', 'form that acts as CleverConnect')} into a new workflow. Click 'Execute step' here, and then send an application from the form.`;

const WITH_CLEVERCONNECT = `<b>With CleverConnect</b>: send ${linkTo('message', 'this message')} to your contact and agree on a time. At that time, click 'Execute step'.`;

const LISTENING = `<b>After you click 'Execute step'</b>, n8n listens for two minutes. Keep this workflow open, and have one application sent to the <b>test URL</b> ('Webhook URLs' on the right). The application's fields and files appear on the right. If nothing arrives, see ${linkTo('troubleshooting', 'Troubleshooting')}.`;

const LOCALHOST = `<b>If the URL contains <code>localhost</code></b>, CleverConnect cannot reach it, because localhost always means the computer that opens the URL. Ask your n8n administrator to ${linkTo('proxy', 'put n8n on the internet')}.`;

const WHEN_IT_WORKS =
	"<b>When everything works</b>, publish the workflow and send CleverConnect the <b>production URL</b>. n8n then accepts applications at any time, and lists them under 'Executions'.";

const PUBLISHED = `<b>The workflow is published</b>. Each application that n8n accepts at the production URL starts the workflow and appears under <a data-key="executions">Executions</a>. If nothing arrives, see ${linkTo('troubleshooting', 'Troubleshooting')}.`;

const QUERY_PARAMETER =
	"<b>If 'Authentication' is 'Query Parameter'</b>, add <code>?token=</code> (or the name that you chose) and the token to each URL that you send to someone. The token must be percent-encoded: write %2B for +, %26 for &amp;, %23 for #, and %25 for %.";

const SAMPLE = `<b>To use the fields before an application has arrived</b>, click 'set mock data' on the right and replace the text with the ${linkTo('item', 'sample item')}.`;

/**
 * With `-d @-`, curl removes line breaks, including those that the `base64` command inserts on Linux. The command's
 * lines are short because the panel doesn't wrap them.
 */
const COMMAND = [
	"curl 'YOUR-TEST-URL' \\",
	" -H 'Authorization: Bearer YOUR-TOKEN' \\",
	" -H 'Content-Type: application/json' \\",
	' -d @- &lt;&lt;END',
	'{"id": 1, "jobId": "JOB-1",',
	' "candidate": {"firstName": "Ada",',
	'  "lastName": "Example",',
	'  "email": "ada@example.com"},',
	' "attachments": [{"type": "resume",',
	'  "fileName": "cv.pdf",',
	'  "content": "$(base64 &lt; cv.pdf)"}]}',
	'END',
].join('\n');

const TERMINAL = `<b>With a terminal</b> (macOS or Linux), you can send a file of your own. Replace the test URL, the token, and both occurrences of <code>cv.pdf</code>. Click 'Execute step', and run the command in the file's folder:<pre>${COMMAND}</pre>The second line is for 'Bearer Token'. For 'Header', write <code>X-Api-Key: YOUR-TOKEN</code> between the quotation marks. For 'Basic Auth', replace <code>-H '…'</code> with <code>-u 'USERNAME:PASSWORD'</code>. For 'Query Parameter', delete this line and add <code>?token=YOUR-TOKEN</code> to the URL. If you chose a different header or parameter name, use that. For 'None (IP Addresses Only)', delete this line.`;

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a test application',
	executionsHelp: {
		inactive: joinParagraphs(
			LISTENING,
			LOCALHOST,
			SAMPLE,
			WHEN_IT_WORKS,
			QUERY_PARAMETER,
			TERMINAL,
		),
		active: joinParagraphs(
			PUBLISHED,
			WITH_TEST_FORM,
			LISTENING,
			LOCALHOST,
			QUERY_PARAMETER,
			TERMINAL,
		),
	},
	activationHint: {
		inactive: joinParagraphs(WITHOUT_CLEVERCONNECT, WITH_TEST_FORM, WITH_CLEVERCONNECT),
		active: `The workflow is published. CleverConnect must send applications to the <b>production URL</b> ('Webhook URLs' on the right) with the secret in your credential, if it has one. To ask CleverConnect to do this, send them ${linkTo('message', 'this message')}.`,
	},
};

function joinParagraphs(...paragraphs: readonly string[]): string {
	return paragraphs.join('<br /><br />');
}
