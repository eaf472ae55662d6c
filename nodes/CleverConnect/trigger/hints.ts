import type { NodeHint } from 'n8n-workflow';
import { linkTo } from '../common/documentationLinks';

/**
 * While the node has no credential, and while n8n is listening, n8n hides the texts in the trigger panel.
 * A hint in the output stays visible until the node has run, and a hint's condition can't distinguish
 * these situations.
 */
export const hints: NodeHint[] = [
	{
		message: `To see an application here, create a credential and click 'Execute step', which is gray until you have created the credential. Then send an application to the test URL within two minutes. To see an application without a credential, import a ${linkTo('templates', 'ready-made workflow')} and click 'Execute workflow' beside 'Try it'.`,
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
];
