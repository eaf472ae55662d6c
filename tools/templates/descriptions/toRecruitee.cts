import { candidate, describeAts, idIn, ifThere, SEND, sendForm } from '../ats.cts';

const VENDOR = 'Recruitee';

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Recruitee](https://docs.recruitee.com/reference/offersoffer_idcandidates) through its Careers Site API, with the first CV, as if the candidate had applied on your careers site. Letter files aren't sent, because Recruitee accepts letters only as text. If a required answer, phone number, or CV is missing, Recruitee refuses the application, and the execution fails with the reason.`,
	id: "the short name in the address of the job's page, `https://yourcompany.recruitee.com/o/`**`baker`**",
	steps: {
		[SEND]: sendForm(
			{
				authentication: 'httpHeaderAuth',
				fields: candidate({
					'candidate[name]': 'name',
					'candidate[email]': 'email',
					'candidate[phone]': 'phone',
				}),
			},
			{ 'candidate[cv]': ifThere('resume') },
		),
	},
	fillIn: {
		[SEND]: `- _URL_: paste this line, and replace \`yourcompany.recruitee.com\` with the address of your careers site.

\`https://yourcompany.recruitee.com/api/offers/{{ ${idIn(VENDOR)} }}/candidates\`

- Select or create the **Header Auth** credential. For _Name_, enter \`X-Careers-Sites-Token\`. For _Value_, enter a [Careers API token](https://docs.recruitee.com/reference/authentication-1), which Recruitee requires from February 10, 2027.`,
	},
});
