import type { IBuilderHint, NodeHint, TriggerPanelDefinition } from 'n8n-workflow';
import { linkTo } from '../common/documentationLinks';

const PUBLISH = `<b>To receive applications at any time</b>, publish the workflow, and ask CleverConnect to send them to the <b>Production URL</b> with ${linkTo('message', 'this message')}. They cannot reach a URL with <code>localhost</code>.`;

const PUBLISHED =
	'Each application sent to the <b>Production URL</b> starts the workflow, and appears under <a data-key="executions">Executions</a>.';

const HELP = `If nothing arrives, see ${linkTo('troubleshooting', 'Troubleshooting')}.`;

/**
 * The texts on the left of the open trigger. n8n hides them while the node has no credential or is listening, evaluates
 * no expressions in them, and keeps only links and simple formatting (n8n-editor-ui 2.41.1, `TriggerPanel.vue` and
 * `directives/n8n-html.ts`).
 */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a test application',
	executionsHelp: {
		inactive: `${PUBLISH}<br /><br />${HELP}`,
		active: `${PUBLISHED}<br /><br />${HELP}`,
	},
	// While n8n is listening, it covers the URLs.
	activationHint:
		"Copy the <b>Test URL</b> under 'Webhook URLs'. Click 'Execute step', and open the URL in your browser. The form there sends an application with your own file.",
};

export const hints: NodeHint[] = [
	// Unlike the trigger's panel, this hint is also visible while there is no credential, and while n8n is listening.
	{
		message:
			"Select or create a credential, and copy the Test URL under 'Webhook URLs'. Then click 'Execute step', and open the URL in your browser.",
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
	{
		message: "In 'Schema', drag values from 'summary' into the next step.",
		location: 'outputPane',
		whenToDisplay: 'afterExecution',
		displayCondition: "={{ $('CleverConnect Trigger').first().json.summary !== undefined }}",
	},
];

/** A hint for n8n's assistant, which builds workflows from descriptions. Versions of n8n without it ignore the hint. */
export const builderHint: IBuilderHint = {
	searchHint:
		'Receives job applications from CleverConnect and Meteojob. Use it instead of the Webhook node for them. It requires a credential. For texts and fields, use the members of $json.summary, such as title, name, email, job, and problems, which are always text. What was sent, such as $json.candidate.email, is at the top level of the item. The files are in the binary fields resume, letter, resume_2, and so on, which $json.summary.files lists for the Attachments field of a mail node.',
};
