import { makePdf } from '../../samples/files.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const FORM = "$('Test application').first().json";
const FAULT = `${FORM}['What is wrong with it?']`;
const FAULTS = {
	email: 'The email address is missing',
	job: 'The job is missing',
	cv: 'The CV is missing',
	type: 'The CV is a text file that is declared as a PDF',
	content: 'The CV was damaged on the way',
} as const;
const isFaulty = (fault: keyof typeof FAULTS) => `${FAULT} === '${FAULTS[fault]}'`;

const SAMPLE_CV = makePdf([
	'Ada Example',
	'Baker, ten years of experience',
	'ada@example.com',
	'',
	'This person does not exist. It is a sample for trying out a workflow.',
]).toString('base64');
const TEXT = Buffer.from('This is a text.').toString('base64');

const APPLICATION = `={{ ({
  id: $now.toMillis(),
  ...(${isFaulty('job')} ? {} : { jobId: ${FORM}['Job'] }),
  candidate: {
    civility: 'F',
    firstName: ${FORM}['First name'],
    lastName: ${FORM}['Last name'],
    ...(${isFaulty('email')} ? {} : { email: ${FORM}['Email'] }),
    phoneNumber: '+33 1 99 00 12 34',
    location: { raw: '1 rue de l’Exemple, 75009 Paris', city: 'Paris', zipCode: '75009', country: 'France' },
  },
  attachments: ${isFaulty('cv')} ? [] : [{
    type: 'resume',
    ...(${isFaulty('type')} ? { contentType: 'application/pdf', fileName: 'CV.pdf', content: '${TEXT}' } : {
      contentType: $json.content ? ${FORM}['CV'].mimetype : 'application/pdf',
      fileName: $json.content ? ${FORM}['CV'].filename : 'CV Ada Example.pdf',
      content: (${isFaulty('content')} ? '*' : '') + ($json.content ?? '${SAMPLE_CV}'),
    }),
  }],
  origin: 'meteojob',
}) }}`;

const ADVICE = `={{ ({
  401: 'The trigger and "Send it" use different credentials. Select the same credential in both. (401)',
  403: 'The credential does not allow the IP address of this n8n. Add the address to Allowed IP Addresses, or if n8n is behind a proxy, set N8N_PROXY_HOPS. (403)',
  404: 'n8n is not listening at this URL. Publish the other workflow. For the Test URL, click "Execute step" in its trigger before each application and keep that tab open. (404)',
  413: 'The CV is larger than Maximum File Size allows. (413)',
  422: 'The trigger refused the application. "Send it" shows why. (422)',
  500: 'n8n could not accept the application. In the other workflow, open Executions. The failed execution says why. (500)',
})[$json.statusCode] ?? ($json.statusCode ? 'The answer was ' + $json.statusCode + '. "Send it" shows the details.' : 'n8n could not send the application. Check the URL in "Where to" and the credential in "Send it".') }}`;

const ask = (fieldLabel: string, defaultValue: string, fieldType = 'text') => ({
	fieldLabel,
	fieldType,
	requiredField: true,
	defaultValue,
});
const ENTRIES = {
	formTitle: 'Send a test application',
	formDescription:
		"The application goes to the CleverConnect Trigger whose URL is in the 'Where to' step.",
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
				fieldOptions: {
					values: ['Nothing', ...Object.values(FAULTS)].map((option) => ({ option })),
				},
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

1. Open the workflow that you want to try, and copy its trigger's URL. If the workflow is published, copy the _Production URL_. If the workflow isn't published, copy the _Test URL_. Before each application, click **Execute step** in the trigger, and keep the workflow's browser tab open.
2. Follow the red notes.
3. Click **Execute workflow**, and fill in the form that opens.

The form says whether the application has arrived. In the other workflow, the application appears in the trigger (with the _Test URL_) or under **Executions**.

**Don't publish this workflow**, and don't enter real people's data. Anyone can open a published form, so _In the editor?_ passes on only applications from the editor.`,
	trigger: null,
	canvas: `
		                 |                |                   |         | CV as base64
		Test application | In the editor? | Where to          | Own CV? |              | Sample application | Send it
		                 |                | Not in the editor |         | Accepted?    | Sent
		                 |                |                   |         |              | Not sent`,
	wires: {
		'In the editor?': 'Where to | Not in the editor',
		'Own CV?': 'CV as base64 | Sample application',
		'CV as base64': 'Sample application',
		'Send it': 'Accepted?',
		'Accepted?': 'Sent | Not sent',
	},
	steps: {
		'Test application': step.form(ENTRIES, 'Send'),
		'In the editor?': step.when("$execution.mode === 'test'"),
		'Not in the editor': finish(
			'This form works only in the editor',
			'The application was not sent. Unpublish the workflow of this form, open it in n8n, and click "Execute workflow".',
		),
		'Where to': step.set({ url: 'https://n8n.example.com/webhook/…/applications' }),
		'Own CV?': step.when("Object.keys($binary).includes('CV')"),
		'CV as base64': step.step('extractFromFile', 1.1, {
			operation: 'binaryToPropery',
			binaryPropertyName: 'CV',
			destinationKey: 'content',
			options: {},
		}),
		'Sample application': step.json(APPLICATION),
		'Send it': step.sendJson(
			"={{ $('Where to').first().json.url }}",
			'={{ JSON.stringify($json) }}',
			step.withCredential,
		),
		'Accepted?': step.when('$json.statusCode === 200'),
		Sent: finish(
			'The application has arrived',
			`={{ ($json.data || '{}').includes('"issues"') ? 'The trigger found something wrong with it: ' + JSON.parse($json.data).issues.map((issue) => issue.message).join(' ') : 'Nothing is wrong with it.' }}`,
		),
		'Not sent': finish('The application has not arrived', ADVICE),
	},
	fillIn: {
		'Where to': `**Paste your trigger's URL** in place of \`https://n8n.example.com/…\`, without the token.`,
		'Send it': `Select the **CleverConnect Webhook API** credential that the trigger uses. With this credential, n8n sends the token in the same way as CleverConnect.`,
	},
};
