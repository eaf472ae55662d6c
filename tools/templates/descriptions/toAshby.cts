import { describeAts, idIn, ifThere, SEND, sendForm } from '../ats.cts';
import { summary } from '../expressions.cts';
import * as step from '../steps.cts';

const VENDOR = 'Ashby';
const field = (path: string, value: string) =>
	`{"path": "_systemfield_${path}", "value": ${value} }`;
const json = (name: 'name' | 'email') => `{{ JSON.stringify(${summary(name)}) }}`;
/** The answers to the form. Ashby expects them as JSON in a field of the request. */
const ANSWERS = `{ "fieldSubmissions": [
	${field('name', json('name'))},
	${field('email', json('email'))}
	{{ $binary.resume ? ', ${field('resume', '"cv"')}' : '' }}
] }`;

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Ashby](https://developers.ashbyhq.com/reference/applicationformsubmit) with the first CV, as if the candidate had filled in the job posting's form. The phone number, letters, and other CVs aren't sent, because each form has its own fields for them.

If Ashby refuses or blocks an application, _Refused_ says why. Enter it by hand then. A retry doesn't send it again. Ashby doesn't say what happens if the candidate has already applied.`,
	id: "the ID in the job posting's address, `https://jobs.ashbyhq.com/yourcompany/`**`2c6991c5-…`**",
	above: '| | Refused',
	line: `${SEND} | Refused?`,
	wires: { 'Refused?': 'Refused |' },
	steps: {
		[SEND]: sendForm(
			{
				authentication: 'httpBasicAuth',
				fields: { jobPostingId: `{{ ${idIn(VENDOR)} }}`, applicationForm: ANSWERS },
			},
			{ cv: ifThere('resume') },
		),
		// Ashby answers a refusal with status 200.
		'Refused?': step.whenOne(
			['{{ String($json.success) }}', 'is not equal to', 'true'],
			['{{ String($json.results?.formMessages?.blocked) }}', 'is equal to', 'true'],
		),
		Refused: step.fail('=Ashby has refused the application: {{ JSON.stringify($json) }}'),
	},
	fillIn: {
		[SEND]: `- _URL_: paste \`https://api.ashbyhq.com/applicationForm.submit\`.
- Select or create the **Basic Auth** credential. For _User_, enter an API key with the _candidatesWrite_ permission. Leave _Password_ empty.
- If your form requires more fields, add them to _applicationForm_.`,
	},
});
