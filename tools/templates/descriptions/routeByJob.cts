import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const TABLE = 'Recruiters';

export const description: Description = {
	name: 'CleverConnect: each application to the recruiter of its job',
	about: `## Each application to the recruiter of its job

The _${TABLE}_ data table lists each job's recruiter. This workflow emails each application, with its files, to its job's recruiter.

Applications for other jobs go to the recruiter in the first row. The recipients never come from the application.`,
	canvas: `
		                      | Create the table | Row for other jobs
		CleverConnect Trigger | Application      | Table of the jobs  | Recruiter of the job
		                      |                  | All files there?   | Mail to the recruiter
		                      |                  |                    | Files are missing`,
	wires: {
		...step.TABLE_FOR_JOBS_WIRES,
		Application: 'Table of the jobs, All files there?',
		'All files there?': 'Mail to the recruiter | Files are missing',
	},
	steps: {
		...step.tableForJobs(TABLE, 'recruiter'),
		'Recruiter of the job': step.rowOfJob,
		'All files there?': step.allFilesThere,
		'Files are missing': step.filesMissing,
		'Mail to the recruiter': step.mailToRecruiter(
			"{{ $('Recruiter of the job').first().json.recruiter }}",
		),
	},
	fillIn: {
		'Recruiter of the job': `Hover over _Row for other jobs_ and click **▶** to create the _${TABLE}_ data table. Open it in n8n's overview, under **Data tables**.

- The first row, without a job, is for all other jobs. Enter its recipient as \`recruiter\`.
- Add a row for each job. As \`job\`, enter the reference exactly as CleverConnect sends it in \`jobId\`, including leading zeros. As \`recruiter\`, enter one or more addresses.

${step.otherTables(TABLE)}`,
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.`,
	},
};
