import { byJob, tableOf } from '../jobs.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: each application to the recruiter of its job',
	about: `## Each application to the recruiter of its job

_Recruiters_ lists who receives the applications for which job, with their files. Applications with problems can go to somebody else, such as HR. The recipients never come from the application.`,
	canvas: `
		CleverConnect Trigger | Application | Recruiters | Recruiter of the job | Mail to the recruiter`,
	steps: {
		Recruiters: tableOf(['0042-BAKER', 'all other jobs', 'with problems']),
		'Recruiter of the job': byJob('Recruiters', 'recruiter'),
		'Mail to the recruiter': step.mailToRecruiter(
			"{{ $('Recruiter of the job').item.json.recruiter }}",
		),
	},
	fillIn: {
		Recruiters: `- For each job, add a field. Its name is the reference exactly as CleverConnect sends it in \`jobId\`. Its value is the recipient, or several, separated by commas.
- \`all other jobs\`: enter who receives the rest.
- \`with problems\`: enter who receives applications that have problems, whatever their job. Leave it empty to send them to the job's recruiter.

After each change, **publish** the workflow.`,
		'Mail to the recruiter': `- Select or create the **SMTP** credential for your mail server.
- _From Email_: enter an address that your mail server accepts as the sender.`,
	},
};
