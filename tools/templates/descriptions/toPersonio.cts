import type { Description } from '../description.cts';
import { detail, hasFiles } from '../expressions.cts';
import * as step from '../steps.cts';

const COMPANY = 'your-company-id';
const API = 'https://api.personio.de/v1/recruiting/applications';
const HEADERS = { 'X-Company-ID': detail('companyId') };
const FILES = `$('Upload the file').isExecuted ? $('Upload the file').all().map(({ json }, index) => ({
    uuid: json.uuid,
    original_filename: json.original_filename,
    category: ((file) => file.field === 'resume' ? 'cv' : file.type === 'letter' ? 'cover-letter' : 'other')($('One item per file').all()[index].json),
  })) : undefined`;

export const description: Description = {
	name: 'CleverConnect: applications to Personio',
	about: `## Applications to Personio

The files of each application go to [Personio](https://developer.personio.de/reference/post_v1-recruiting-applications), followed by the application itself. The first CV becomes the CV, letters become cover letters, and all other files become other documents. Personio accepts files of up to 20 MB.

According to Personio's documentation (as of November 28, 2026), Personio refuses an application if the candidate has already applied for the job (\`applicant-already-exists\`). **The workflow doesn't give consent on behalf of a candidate.**`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Has a file? | One item per file | Upload the file
		                      |             |         |         | Connect Personio | Send the application`,
	wires: {
		'Has a file?': 'One item per file | Send the application',
		'Upload the file': 'Send the application',
	},
	reminder: ['Connect Personio', `${detail('companyId')} !== '${COMPANY}'`],
	steps: {
		Details: step.set({
			companyId: COMPANY,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone', 'city'),
		}),
		'Has a file?': step.when(hasFiles),
		'One item per file': step.oneItemPerFile(),
		'Upload the file': step.repeated(
			step.sendForm(`${API}/documents`, 'httpBearerAuth', {}, { file: 'file' }, HEADERS),
		),
		'Send the application': step.repeated(
			step.sendObject(
				API,
				'httpBearerAuth',
				{
					first_name: detail('firstName'),
					last_name: detail('lastName'),
					email: detail('email'),
					job_position_id: `Number(${detail('job')})`,
					attributes: `[{ id: 'phone', value: ${detail('phone')} }, { id: 'location', value: ${detail('city')} }].filter(({ value }) => value)`,
					files: FILES,
				},
				HEADERS,
			),
		),
	},
	fillIn: {
		Details: `- \`companyId\`: the company ID from Personio's _Settings > Integrations > API credentials_ page
- \`job\` (taken from \`jobId\`): the job's ID in Personio, which is a number. If CleverConnect sends a different reference, look up the ID as the _route-by-job_ template does.

To try the workflow, enter the ID of one of your jobs as \`jobId\` in _Sample application_.`,
		'Upload the file, Send the application': `In both steps, select or create the **Bearer Auth** credential. For _Bearer Token_, enter the Recruiting API key from Personio's _API credentials_ page.`,
	},
};
