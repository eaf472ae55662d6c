import { candidate, CV_AS_TEXT, describeAts, idIn, SEND, sendJson } from '../ats.cts';

const VENDOR = 'Workable';

export const description = describeAts({
	...CV_AS_TEXT,
	vendor: VENDOR,
	about: `Each application goes to [Workable](https://workable.readme.io/reference/job-candidates-create) with the first CV, as if the candidate had applied on Workable. Workable thanks the candidate by email. Letters and other CVs aren't sent, because Workable accepts only one file. Workable doesn't say what happens if the candidate has already applied.`,
	id: "the job's shortcode, such as `1A2B3C4D5E`",
	steps: {
		...CV_AS_TEXT.steps,
		[SEND]: sendJson({
			authentication: 'httpBearerAuth',
			fields: {
				sourced: '{{ false }}',
				...candidate({
					'candidate.firstname': 'firstName',
					'candidate.lastname': 'lastName',
					'candidate.email': 'email',
					'candidate.phone': 'phone',
					'candidate.address': 'address',
					'candidate.domain': 'source',
				}),
				'candidate.resume':
					'{{ $binary.resume && { name: $binary.resume.fileName, data: $json.cv } }}',
			},
		}),
	},
	fillIn: {
		[SEND]: `- _URL_: paste this line, and replace \`yourcompany\` with the name in your Workable address.

\`https://yourcompany.workable.com/spi/v3/jobs/{{ ${idIn(VENDOR)} }}/candidates\`

- Select or create the **Bearer Auth** credential. For _Bearer Token_, enter an API access token with the \`w_candidates\` scope.`,
	},
});
