import type { NodeHint } from 'n8n-workflow';
import { linkTo } from '../common/documentationLinks';

/**
 * While the node has no credential or n8n is listening, n8n hides the text in the trigger panel. A hint in the output
 * stays visible until the node has run, but its conditions can't test whether the node has a credential.
 */
export const hints: NodeHint[] = [
	{
		message: `To see an application here, select or create a credential, and click 'Execute step', which is pale until the node has a credential. Then send an application to the test URL within two minutes. To see an application without a credential, paste a ${linkTo('templates', 'ready-made workflow')}, such as mail-to-recruiter, and click '▶' above its 'Application' step.`,
		location: 'outputPane',
		whenToDisplay: 'beforeExecution',
	},
];
