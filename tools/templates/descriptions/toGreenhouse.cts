import { candidate, describeAts, idIn, ifThere, SEND, sendForm } from '../ats.cts';

const VENDOR = 'Greenhouse';

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Greenhouse](https://developers.greenhouse.io/job-board.html) through its Job Board API, with the first CV and letter, as if the candidate had applied on your job board. Greenhouse doesn't check whether required answers are missing. Add \`data_compliance\` only for candidates who have consented.`,
	id: "the job post's ID in its address, `https://boards.greenhouse.io/yourboard/jobs/`**`127817`**",
	steps: {
		[SEND]: sendForm(
			{
				authentication: 'httpBasicAuth',
				fields: candidate({
					first_name: 'firstName',
					last_name: 'lastName',
					email: 'email',
					phone: 'phone',
				}),
			},
			{ resume: ifThere('resume'), cover_letter: ifThere('letter') },
		),
	},
	fillIn: {
		[SEND]: `- _URL_: paste this line, and replace \`yourboard\` with the name of your job board in its address.

\`https://boards-api.greenhouse.io/v1/boards/yourboard/jobs/{{ ${idIn(VENDOR)} }}\`

- Select or create the **Basic Auth** credential. For _User_, enter the Job Board API key from Greenhouse's _API Credentials_ page. Leave _Password_ empty.`,
	},
});
