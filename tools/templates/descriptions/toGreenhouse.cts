import type { Description } from '../description.cts';
import { detail, hasFile, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const BOARD = 'your-board';
const URL = `=https://boards-api.greenhouse.io/v1/boards/{{ ${pathPart(detail('board'))} }}/jobs/{{ ${pathPart(detail('job'))} }}`;

const send = (files: Record<string, string>) => step.sendForm(URL, 'httpBasicAuth', FIELDS, files);
const FIELDS = {
	first_name: detail('firstName'),
	last_name: detail('lastName'),
	email: detail('email'),
	phone: detail('phone'),
};
const FILES = {
	'CV and letter': `${hasFile('resume')} && ${hasFile('letter')}`,
	CV: hasFile('resume'),
	Letter: hasFile('letter'),
};

export const description: Description = {
	name: 'CleverConnect: applications to Greenhouse',
	about: `## Applications to Greenhouse

Each application goes to [Greenhouse](https://developers.greenhouse.io/job-board.html) through its Job Board API, with the first CV and letter, as if the candidate had applied on your job board. Greenhouse doesn't check whether required answers are missing.

**The workflow doesn't give consent on behalf of a candidate.** Add the \`data_compliance[…]\` fields only for candidates who have consented.`,
	canvas: `
		                      |             |         |         |                        | Send CV and letter
		CleverConnect Trigger | Application | Details | Set up? | Which files?           | Send CV
		                      |             |         |         | Connect your job board | Send letter
		                      |             |         |         |                        | Send no file`,
	wires: { 'Which files?': 'Send CV and letter | Send CV | Send letter | Send no file' },
	reminder: ['Connect your job board', `${detail('board')} !== '${BOARD}'`],
	steps: {
		Details: step.set({
			board: BOARD,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone'),
		}),
		'Which files?': step.choose(FILES, 'None'),
		'Send CV and letter': send({ resume: 'resume', cover_letter: 'letter' }),
		'Send CV': send({ resume: 'resume' }),
		'Send letter': send({ cover_letter: 'letter' }),
		'Send no file': send({}),
	},
	fillIn: {
		Details: `- \`board\`: the name of your job board in its address, \`https://boards.greenhouse.io/\`**\`your-board\`**
- \`job\`: the job post's ID, taken from \`jobId\`. If CleverConnect sends different references, look up the ID as the _route-by-job_ template does.

To try the workflow, enter the ID of one of your job posts as \`jobId\` in _Sample application_.`,
		'Send CV and letter, Send CV, Send letter, Send no file': `In all four steps, select or create the **Basic Auth** credential. As _User_, enter the Job Board API key from Greenhouse's _API Credentials_ page. Leave _Password_ empty.`,
	},
};
