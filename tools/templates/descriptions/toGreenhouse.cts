import type { Description } from '../description.cts';
import { detail, fileAsText, pathPart } from '../expressions.cts';
import * as step from '../steps.cts';

const BOARD = 'your-board';
const URL = `=https://boards-api.greenhouse.io/v1/boards/{{ ${pathPart(detail('board'))} }}/jobs/{{ ${pathPart(detail('job'))} }}`;

export const description: Description = {
	name: 'CleverConnect: applications to Greenhouse',
	about: `## Applications to Greenhouse

Each application goes to [Greenhouse](https://developers.greenhouse.io/job-board.html) through its Job Board API, with the first CV and letter, as if the candidate had applied on your job board. Greenhouse doesn't check whether required answers are missing.

**The workflow doesn't give consent on behalf of a candidate.** Add \`data_compliance\` only for candidates who have consented.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | One item per file | File as text | Send the application
		                      |             |         |         | Connect your job board`,
	reminder: ['Connect your job board', `${detail('board')} !== '${BOARD}'`],
	steps: {
		Details: step.set({
			board: BOARD,
			...step.lines('job', 'firstName', 'lastName', 'email', 'phone'),
		}),
		'One item per file': step.oneItemPerFileOrNone,
		'File as text': step.fileAsText,
		'Send the application': step.sendObject(URL, 'httpBasicAuth', {
			first_name: detail('firstName'),
			last_name: detail('lastName'),
			email: detail('email'),
			phone: detail('phone'),
			resume_content: fileAsText('resume', 'content'),
			resume_content_filename: fileAsText('resume', 'fileName'),
			cover_letter_content: fileAsText('letter', 'content'),
			cover_letter_content_filename: fileAsText('letter', 'fileName'),
		}),
	},
	fillIn: {
		Details: `- \`board\`: the name of your job board in its address, \`https://boards.greenhouse.io/\`**\`your-board\`**
- \`job\` (taken from \`jobId\`): the job post's ID. If CleverConnect sends a different reference, look up the ID as the _route-by-job_ template does.

To try the workflow, enter the ID of one of your job posts as \`jobId\` in _Sample application_.`,
		'Send the application': `Select or create the **Basic Auth** credential. For _User_, enter the Job Board API key from Greenhouse's _API Credentials_ page. Leave _Password_ empty.`,
	},
};
