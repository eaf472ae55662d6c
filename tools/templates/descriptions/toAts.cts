import { candidate, ifThere, sendForm } from '../ats.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications to your ATS',
	about: `## Applications to your ATS

Each application goes to your applicant tracking system (ATS), with the candidate's details as form fields and the CV as a file. An application without a CV is sent without a file.`,
	canvas: `
		CleverConnect Trigger | Application | With its files | Send the application`,
	steps: {
		'With its files': step.withItsFiles,
		'Send the application': sendForm(
			{
				authentication: 'httpHeaderAuth',
				fields: candidate({
					applicationId: 'number',
					jobId: 'job',
					firstName: 'firstName',
					lastName: 'lastName',
					email: 'email',
					phone: 'phone',
					city: 'city',
					source: 'source',
				}),
			},
			{ resume: ifThere('resume') },
		),
	},
	fillIn: {
		'Send the application': `- _URL_: enter the URL at which your ATS accepts new candidates. Look it up in your ATS's API documentation, or ask its provider.
- Select or create the **Header Auth** credential with your ATS's key.
- Change each _Name_ to the field's name in your ATS.`,
	},
};
