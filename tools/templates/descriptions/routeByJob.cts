import type { Description } from '../description.cts';
import { detail } from '../expressions.cts';
import * as step from '../steps.cts';

const TABLE = 'Recruiters';
const OTHERS = 'fallback@example.com';
const RECRUITER = [
	['job', 'eq', `={{ ${detail('job')} }}`],
	['recruiter', 'isNotEmpty'],
] as const;
const ADDRESSES = "$('Addresses').first().json";

export const description: Description = {
	name: 'CleverConnect: each application to the recruiter of its job',
	about: `## Each application to the recruiter of its job

The _${TABLE}_ data table lists each job's recruiter. This workflow emails each application, with all its files, to the job's recruiter.

If the job isn't in the table, the application goes to the address for its job board. If the job board has no address either, the application goes to the address for all other applications. The addresses never come from the application.`,
	canvas: `
		                      |              | Create the table
		CleverConnect Trigger | Application  | Details               | Addresses | Set up? | Recruiters
		                      | Who gets it? | Mail to the recruiter |           |         | Connect your mail server`,
	wires: {
		Application: 'Create the table, Details',
		'Set up?': 'Recruiters, Who gets it? | Connect your mail server',
	},
	reminder: ['Connect your mail server', `${ADDRESSES}.others !== '${OTHERS}'`],
	steps: {
		'Create the table': step.createTable(TABLE, ['job', 'recruiter']),
		Details: step.details('title', 'name', 'job', 'email', 'phone', 'address', 'source'),
		Addresses: step.set({
			from: 'applications@example.com',
			meteojob: 'meteojob@example.com',
			others: OTHERS,
		}),
		Recruiters: {
			...step.rows('get', TABLE, RECRUITER, { limit: 1 }),
			alwaysOutputData: true,
		},
		'Who gets it?': step.set({
			to: `={{ $('Recruiters').first().json.recruiter || (${detail('source')}.toLowerCase() === 'meteojob' ? ${ADDRESSES}.meteojob : ${ADDRESSES}.others) }}`,
		}),
		'Mail to the recruiter': step.mailToRecruiter(
			`={{ ${ADDRESSES}.from }}`,
			'={{ $json.to }}',
			' (please check)',
		),
	},
	fillIn: {
		Addresses: `- \`from\`: an address that your mail server accepts as the sender
- \`meteojob\`: the recipient of applications from Meteojob whose job isn't in the table
- \`others\`: the recipient of all other applications

To add a job board, add an address to this step, and use the address in _Who gets it?_.`,
		Recruiters: `_Try it_ creates the _${TABLE}_ data table. Open the table in n8n's overview, under **Data tables**, and add a row for each job. In the \`job\` column, enter the reference exactly as CleverConnect sends it in \`jobId\`, including any zeros. In the \`recruiter\` column, enter one or more addresses.`,
		'Mail to the recruiter': `Select or create the **SMTP** credential for your mail server.`,
	},
};
