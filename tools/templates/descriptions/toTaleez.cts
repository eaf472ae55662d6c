import { makePdf } from '../../samples/files.cts';
import { candidate, describeAts, idIn, SEND, sendForm, sendJson } from '../ats.cts';
import { bundle } from '../bundle.cts';
import * as step from '../steps.cts';

const VENDOR = 'Taleez';

const NOTE = makePdf([
	'This candidate has sent files that are not here,',
	'because Taleez accepts only PDF files.',
	'The name of this document lists them.',
	'Ask the person who manages n8n for them.',
	'',
	'Le candidat a envoyé des fichiers qui ne figurent pas ici,',
	'car Taleez n’accepte que des fichiers PDF.',
	'Le nom de ce document en donne la liste.',
	'Pour les obtenir, adressez-vous à la personne qui gère n8n.',
]).toString('base64');

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Taleez](https://api.taleez.com/swagger-ui/index.html), followed by its PDF files. If the first CV is a PDF file, it becomes the candidate's CV. Taleez accepts only PDF files. Instead of other files, such as Word files, it gets a PDF note whose name lists them (cut off after 120 characters). It recognizes earlier candidates by email address, but doesn't say what happens if they have already applied for the job. The answers to required questions are left out (\`bypassRequiredQuestions\`).`,
	id: "the job's ID in Taleez, which is a number",
	line: `${SEND} | PDF files | Upload the file`,
	steps: {
		[SEND]: sendJson({
			authentication: 'httpHeaderAuth',
			fields: {
				...candidate({
					firstName: 'firstName',
					lastName: 'lastName',
					email: 'email',
					phone: 'phone',
					initialReferrer: 'source',
				}),
				bypassRequiredQuestions: '{{ true }}',
			},
		}),
		'PDF files': step.code(
			bundle('toTaleezCode.cts', `return choosePdfFiles($('Application').first(), '${NOTE}');\n`),
		),
		'Upload the file': step.repeated(
			sendForm(
				{
					url: `https://api.taleez.com/0/documents?candidateId={{ $('${SEND}').item.json.candidateId }}&cv={{ $json.isCv }}`,
					authentication: 'httpHeaderAuth',
				},
				{ file: 'file' },
			),
		),
	},
	fillIn: {
		[`Upload the file, ${SEND}`]: `- In _${SEND}_, paste this line as _URL_:

\`https://api.taleez.com/0/jobs/{{ ${idIn(VENDOR)} }}/applications\`

- In both steps, select or create the **Header Auth** credential. For _Name_, enter \`X-taleez-api-secret\`. For _Value_, enter the secret key from your Taleez settings, under _API & Webhooks_.`,
	},
});
