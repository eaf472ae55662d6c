import type { TriggerPanelDefinition } from 'n8n-workflow';
import { linkTo } from '../common/documentationLinks';

/*
 * In the panel's texts, n8n evaluates no expressions and keeps only links and simple formatting. n8n hides the texts
 * while the node has no credential or is listening (n8n-editor-ui 2.41.1, `TriggerPanel.vue` and
 * `directives/n8n-html.ts`).
 */

/** While n8n is listening, it covers the URLs. */
const TEST =
	"Copy the <b>Test URL</b> under 'Webhook URLs'. Click 'Execute step', and open the URL in your browser. The form there sends an application with your own file.";

const PUBLISH = `<b>To receive applications at any time</b>, publish the workflow, and ask CleverConnect to send them to the <b>Production URL</b> with ${linkTo('message', 'this message')}. They cannot reach a URL with <code>localhost</code>.`;

const PUBLISHED =
	'Each application sent to the <b>Production URL</b> starts the workflow, and appears under <a data-key="executions">Executions</a>.';

const HELP = `If nothing arrives, see ${linkTo('troubleshooting', 'Troubleshooting')}.`;

export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a test application',
	executionsHelp: {
		inactive: `${PUBLISH}<br /><br />${HELP}`,
		active: `${PUBLISHED}<br /><br />${HELP}`,
	},
	activationHint: TEST,
};
