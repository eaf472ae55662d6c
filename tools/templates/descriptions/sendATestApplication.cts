import { makePdf } from '../../samples/files.cts';
import { bundle } from '../bundle.cts';
import { FAULTS } from '../code/testApplication.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const SAMPLE_CV = makePdf([
	'Ada Example',
	'Baker, ten years of experience',
	'ada@example.com',
	'',
	'This person does not exist. It is a sample for trying out a workflow.',
]).toString('base64');

const COMPOSE = `const [{ json, binary }] = $input.all();
if ($execution.mode !== 'test') {
  // Anyone can open the form of a published workflow.
  throw new Error('The application was not sent, because this form works only in the editor. Unpublish this workflow.');
}
const sample = {
  contentType: 'application/pdf',
  fileName: 'CV Ada Example.pdf',
  content: '${SAMPLE_CV}',
};
const own = binary?.CV && {
  contentType: binary.CV.mimeType,
  fileName: binary.CV.fileName,
  content: (await this.helpers.getBinaryDataBuffer(0, 'CV')).toString('base64'),
};
return [{ json: composeTest(json, own ?? sample, Date.now()) }];
`;

const ask = (fieldLabel: string, defaultValue: string, fieldType = 'text') => ({
	fieldLabel,
	fieldType,
	requiredField: true,
	defaultValue,
});
const ENTRIES = {
	formTitle: 'Send a test application',
	formDescription:
		"The application goes to the CleverConnect Trigger whose URL is in the 'Send it' step.",
	formFields: {
		values: [
			ask('Job', '0042-BAKER'),
			ask('First name', 'Ada'),
			ask('Last name', 'Example'),
			ask('Email', 'ada@example.com', 'email'),
			{
				fieldLabel: 'CV',
				fieldType: 'file',
				multipleFiles: false,
				acceptFileTypes: '.pdf, .doc, .docx',
			},
			{
				fieldLabel: 'What is wrong with it?',
				fieldType: 'dropdown',
				fieldOptions: { values: Object.values(FAULTS).map((option) => ({ option })) },
			},
		],
	},
};

const finish = (completionTitle: string, completionMessage: string) =>
	step.page({ completionTitle, completionMessage, options: {} });

export const description: Description = {
	name: 'CleverConnect: send a test application',
	about: `## Send a test application

This workflow acts as CleverConnect: it sends an application, with your own CV or a sample CV, to another workflow.

1. Open the workflow that you want to try. If it is published, copy its trigger's _Production URL_. Otherwise, copy the _Test URL_, click **Execute step** in the trigger before each application, and keep that browser tab open.
2. Follow the red note.
3. Click **Execute workflow**, and fill in the form that opens.

The form says whether the trigger has confirmed the application. In the other workflow, it appears in the trigger (with the _Test URL_) or under **Executions**.

**Don't publish this workflow**, and don't enter real people's data. Anyone can open a published form, so _Application_ passes on only entries from the editor.`,
	trigger: null,
	canvas: `
		                 |             |         |           | Sent
		Test application | Application | Send it | Accepted? |
		                 |             |         |           | Not sent`,
	wires: { 'Accepted?': 'Sent | Not sent' },
	steps: {
		'Test application': step.form(ENTRIES, 'Send'),
		Application: step.code(bundle('testApplication.cts', COMPOSE)),
		'Send it': step.sendJson('', '={{ JSON.stringify($json.application) }}', step.withCredential),
		'Accepted?': step.when(['{{ $json.statusCode }}', 'is equal to the number', 200]),
		Sent: finish(
			'The application has arrived',
			"=What is wrong with it: {{ JSON.parse($json.data).issues?.map((issue) => issue.message).join(' ') || 'nothing' }}",
		),
		'Not sent': finish(
			'The application was not confirmed',
			"={{ $('Application').first().json.advice[$json.statusCode] ?? 'Look at the output of \"Send it\".' }}",
		),
	},
	fillIn: {
		'Send it': `- In _URL_, **paste your trigger's URL**, without the token.
- Select the **CleverConnect Webhook API** credential that the trigger uses. With it, n8n sends the token in the same way as CleverConnect.`,
	},
};
