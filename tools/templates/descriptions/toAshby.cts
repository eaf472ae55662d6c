import { describeAts, idIn, ifThere, lookUpInTable, SEND, sendForm } from '../ats.cts';
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

/**
 * Makes the request fail if Ashby has refused it with status 200. **Retry execution** starts at the step that failed, so
 * this step must read the answer itself. n8n lets a step do so only in the expressions for additional pages. After a
 * refusal, the step asks for one more page, and fails because n8n can't evaluate the header's value for that page.
 */
const FAIL_IF_REFUSED =
	"={{ $pageCount ? (0).toDateTime('REFUSED: ' + JSON.stringify($response.body)) : 'application/json' }}";

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [Ashby](https://developers.ashbyhq.com/reference/applicationformsubmit) with the first CV, as if the candidate had filled in the job posting's form. The phone number, letters, and other CVs aren't sent, because each form has its own fields for them.

Ashby's API documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. If Ashby refuses an application or blocks it because of your application limits, the execution fails. **The workflow doesn't give consent on behalf of a candidate.**`,
	lookUp: lookUpInTable(
		VENDOR,
		"the ID in the job posting's address, `https://jobs.ashbyhq.com/yourcompany/`**`2c6991c5-…`**",
	),
	steps: {
		[SEND]: step.paginated(
			sendForm(
				{
					authentication: 'httpBasicAuth',
					fields: { jobPostingId: `{{ ${idIn(VENDOR)} }}`, applicationForm: ANSWERS },
				},
				{ cv: ifThere('resume') },
			),
			{ type: 'headers', name: 'Accept', value: FAIL_IF_REFUSED },
			'$response.body.success && !$response.body.results?.formMessages?.blocked',
		),
	},
	fillIn: {
		[SEND]: `- _URL_: paste \`https://api.ashbyhq.com/applicationForm.submit\`.
- Select or create the **Basic Auth** credential. For _User_, enter an API key with the _candidatesWrite_ permission. Leave _Password_ empty.
- If your form requires more fields, add them to _applicationForm_.`,
	},
});
