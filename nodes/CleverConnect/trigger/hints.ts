import type { NodeHint } from 'n8n-workflow';
import { linkTo } from '../documentation';

/**
 * Without a credential, and while it listens, n8n hides the texts of the trigger panel. A hint in the
 * output stays visible until the node has run, and no condition of a hint can tell these moments apart.
 */
export const hints: NodeHint[] = [
	{
		message: `To see an application here, create a credential (without one, 'Execute step' is gray) and click 'Execute step'. Then send an application to the test URL within two minutes. To see one without a credential, import a ${linkTo('templates', 'ready-made workflow')} and click 'Execute workflow' beside 'Try it'.`,
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
];
