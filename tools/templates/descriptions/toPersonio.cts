import {
	candidate,
	describeAts,
	EACH_FILE,
	FILE_FIELD,
	idIn,
	SEND,
	sendForm,
	sendJson,
} from '../ats.cts';
import * as step from '../steps.cts';

const VENDOR = 'Personio';
const API = 'https://api.personio.de/v1/recruiting/applications';

export const description = describeAts({
	vendor: VENDOR,
	about: `The upper steps send the files of each application to [Personio](https://developer.personio.de/reference/post_v1-recruiting-applications), and then the lower one sends the application itself. Personio refuses an application if the candidate has already applied for the job (\`applicant-already-exists\`).`,
	id: "the job's ID in Personio, which is a number",
	above: 'Each file | Upload the file | File',
	wires: { [`Job in ${VENDOR}`]: `Each file, ${SEND}` },
	steps: {
		'Each file': EACH_FILE,
		'Upload the file': step.repeated(
			sendForm({ url: `${API}/documents`, authentication: 'httpCustomAuth' }, { file: FILE_FIELD }),
		),
		File: step.set(
			{
				uuid: '={{ $json.uuid }}',
				original_filename: '={{ $json.original_filename }}',
				category:
					"={{ { resume: 'cv', letter: 'cover-letter' }[Object.keys($('Each file').item.binary)[0]] ?? 'other' }}",
			},
			{ keep: false },
		),
		[SEND]: step.repeated(
			sendJson({
				authentication: 'httpCustomAuth',
				fields: {
					...candidate({ first_name: 'firstName', last_name: 'lastName', email: 'email' }),
					job_position_id: `{{ Number(${idIn(VENDOR)}) }}`,
					attributes:
						"{{ [{ id: 'phone', value: $json.summary.phone }, { id: 'location', value: $json.summary.city }].filter((x) => x.value) }}",
					files:
						"{{ $('File').isExecuted ? $('File').all().map((file) => file.json) : undefined }}",
				},
			}),
		),
	},
	fillIn: {
		[`Upload the file, ${SEND}`]: `- In _${SEND}_, paste \`${API}\` as _URL_.
- In both steps, select or create the **Custom Auth** credential. In _JSON_, enter the Recruiting API key and the company ID from Personio's _Settings > Integrations > API credentials_ page: \`{"headers": {"Authorization": "Bearer KEY", "X-Company-ID": "ID"}}\``,
	},
});
