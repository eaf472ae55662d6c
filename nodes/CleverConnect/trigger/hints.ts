import type { NodeHint } from 'n8n-workflow';
import { linkTo } from '../documentation';

/**
 * Without a credential, and while it listens, n8n hides the texts of the trigger panel. A hint in the
 * output stays visible until the node has run, and no condition of a hint can tell these moments apart.
 */
export const hints: NodeHint[] = [
	{
		message: `To see an application here, create a credential and click 'Execute step', which is gray until you have created the credential. Then send an application to the test URL within two minutes. To see an application without a credential, import a ${linkTo('templates', 'ready-made workflow')} and click 'Execute workflow' beside 'Try it'.`,
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
];
