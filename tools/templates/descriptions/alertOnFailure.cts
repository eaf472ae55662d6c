import type { Description } from '../description.cts';
import { oneLine } from '../expressions.cts';
import * as step from '../steps.cts';

const FAILURE = "$('When a workflow fails').first().json";
const NUMBER = oneLine('$json.customData?.applicationId');
const STEP = `${FAILURE}.execution?.lastNodeExecuted ?? 'the trigger'`;
const ERROR = oneLine(
	`...[${FAILURE}.execution?.error ?? ${FAILURE}.trigger?.error].flatMap((error) => [error?.name, error?.httpCode])`,
);

export const description: Description = {
	name: 'CleverConnect: e-mail when an application fails',
	about: `## E-mail when an application fails

n8n runs this workflow when another workflow fails. It sends an e-mail with the failed step, the kind of error, the application number, and instructions. The e-mail contains no name, no files, and no error message, because error messages can contain names.

**To set up the workflow:**

1. Follow the red notes, and publish this workflow.
2. In each workflow that receives applications, open **⋯ → Settings**, select this workflow as _Error Workflow_, and click **Save**.

**To see the e-mail**, click **Execute workflow**. n8n then simulates a failure.

n8n runs error workflows for published workflows only, not for tests in the editor.`,
	trigger: null,
	settings: { saveDataSuccessExecution: 'none' },
	canvas: `

		When a workflow fails | Failed execution | Tell somebody`,
	steps: {
		'When a workflow fails': step.step('errorTrigger', 1, {}),
		'Failed execution': step.step(
			'n8n',
			1,
			{
				resource: 'execution',
				operation: 'get',
				executionId: "={{ $json.execution?.id ?? '' }}",
				options: { activeWorkflows: true },
				requestOptions: {},
			},
			{ ...step.tolerant, alwaysOutputData: true },
		),
		'Tell somebody': step.mail({
			from: 'applications@example.com',
			to: 'administrator@example.com',
			subject: `=Application{{ (' ' + ${NUMBER}).trimEnd() }} failed at "{{ ${STEP} }}"`,
			text: `=The workflow "{{ ${FAILURE}.workflow.name }}" has failed.

Application: {{ ${NUMBER} || 'unknown, see the execution' }}
Step: {{ ${STEP} }}
Kind of error: {{ ${ERROR} || 'unknown' }}
Execution: {{ ${FAILURE}.execution?.url ?? 'none' }}
{{ ${FAILURE}.execution?.retryOf ? 'It was a retry of execution ' + ${FAILURE}.execution.retryOf + '.\\n' : '' }}
What to do:

1. Open the execution. The step that failed is red, and shows the reason. This e-mail leaves out the reason, because it can contain personal data.
2. Correct the cause. If you have changed the workflow, publish it.
3. Under Executions, select the failed execution and click Retry. If you have changed the workflow, select "with currently saved workflow". Otherwise, select "with original workflow". Steps that succeeded are not repeated.

n8n deletes executions after 14 days, unless your n8n administrator has changed this period. Until then, you can usually retry the execution.`,
		}),
	},
	fillIn: {
		'Failed execution': `This step reads the application number. Select or create the credential **n8n API**:

- _API Key_: under **Settings → n8n API**, click **Create API key**, and select the scope \`execution:read\`. The key expires after 30 days unless you select another period.
- _Base URL_: the address of your n8n, followed by \`/api/v1\`.

Without an API key, delete this step.`,
		'Tell somebody': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.
- _To Email_: enter the address of the person who handles failures.`,
	},
};
