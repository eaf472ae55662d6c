import { makePdf } from '../../samples/files.cts';
import type { Description } from '../description.cts';
import { detail, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const API = 'https://api.taleez.com/0';
const CANDIDATE = "$('Send the application').first().json.candidateId";

const NOTE = makePdf([
	'This candidate has sent files that are not here,',
	'because Taleez accepts only PDF files.',
	'The name of this document lists them.',
	'You can find them in n8n, under Executions.',
	'',
	'Cette personne a envoyé des fichiers qui ne sont pas ici,',
	'car Taleez n’accepte que des fichiers PDF.',
	'Le nom de ce document en donne la liste.',
	'Ces fichiers se trouvent dans n8n, sous « Executions ».',
]).toString('base64');

const ONLY_PDF = `// Taleez accepts only PDF files. A PDF note takes the place of other files, and its name lists them.
const isPdf = ({ json }) => json.mimeType === 'application/pdf';
const names = items.filter((item) => !isPdf(item)).map(({ json }) => json.fileName);
// Without the number, the note would replace an earlier application's note, because Taleez compares contents.
const number = Buffer.from('% ' + JSON.stringify(json.id));
const note = Buffer.concat([Buffer.from('${NOTE}', 'base64'), number]).toString('base64');
const fileName = ('Not in Taleez - ' + names.join(', ')).match(/^.{0,120}/u)[0] + '.pdf';
const file = { data: note, mimeType: 'application/pdf', fileName };
return [...items.filter(isPdf), ...(names.length > 0 ? [{ json: {}, binary: { file } }] : [])];
`;

export const description: Description = {
	name: 'CleverConnect: applications to Taleez',
	about: `## Applications to Taleez

Each application goes to [Taleez](https://api.taleez.com/swagger-ui/index.html), followed by its PDF files. The first CV becomes the candidate's CV. Taleez accepts only PDF files. A PDF note replaces other files, such as Word files, and the note's name lists these files. Taleez uses the email address to find a candidate who has applied before.

Taleez's documentation (version 0.4.0, as of November 28, 2026) doesn't say what happens if the candidate has already applied for the job. The answers to required questions are left out (\`bypassRequiredQuestions\`). **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Send the application | One item per file | Upload the file
		                      |             |         |         | Connect Taleez`,
	reminder: ['Connect Taleez', `${detail('connected')} === 'yes'`],
	steps: {
		Details: step.set({
			connected: 'no',
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone', 'source'),
		}),
		'Send the application': step.sendObject(
			`=${API}/jobs/{{ ${pathPart(detail('job'))} }}/applications`,
			'httpHeaderAuth',
			{
				firstName: detail('firstName'),
				lastName: detail('lastName'),
				email: detail('email'),
				phone: detail('phone'),
				initialReferrer: detail('source'),
				bypassRequiredQuestions: 'true',
			},
		),
		'One item per file': step.oneItemPerFile(ONLY_PDF),
		'Upload the file': step.repeated(
			step.sendForm(
				`=${API}/documents?candidateId={{ ${CANDIDATE} }}&cv={{ $json.field === 'resume' }}`,
				'httpHeaderAuth',
				{},
				{ file: 'file' },
			),
		),
	},
	fillIn: {
		Details: `- \`job\` (taken from \`jobId\`): the job's ID in Taleez, which is a number. If CleverConnect sends a different reference, look up the ID as the _route-by-job_ template does.
- \`connected\`: after you have selected the credential in the two steps on the right, enter \`yes\`.

To try the workflow, enter the ID of one of your jobs as \`jobId\` in _Sample application_.`,
		'Send the application, Upload the file': `In both steps, select or create the **Header Auth** credential. For _Name_, enter \`X-taleez-api-secret\`. For _Value_, enter the secret key from your Taleez settings, under _API & Webhooks_.`,
	},
};
