import {
	candidate,
	describeAts,
	EACH_FILE_STEPS,
	FILE_FIELD,
	lookUpInList,
	SEND,
	sendJson,
} from '../ats.cts';
import * as step from '../steps.cts';

const VENDOR = 'SmartRecruiters';
const LOOK_UP = lookUpInList(
	VENDOR,
	{
		name: 'Postings',
		get: step.paginated(
			step.get(''),
			{ type: 'qs', name: 'offset', value: '={{ $pageCount * 100 }}' },
			'$response.statusCode === 200 && !($response.body.content?.length >= 100)',
		),
		fillIn: `_URL_: paste this line, and replace \`YourCompany\` with the last part of your career page's address, \`https://careers.smartrecruiters.com/\`**\`YourCompany\`**.

\`https://api.smartrecruiters.com/v1/companies/YourCompany/postings?limit=100\`

\`jobId\` must be a published job's reference number or posting UUID. To try the workflow, enter one in _Sample application_.`,
	},
	['content', 'refNumber', 'uuid'],
);

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [SmartRecruiters](https://developers.smartrecruiters.com/docs/partners-post-an-application) with the first CV as the résumé and all other files as attachments. SmartRecruiters accepts files of up to 2 MB, and refuses an application if a required screening question has no answer.

The SmartRecruiters API documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. **The workflow doesn't give consent on behalf of a candidate.**`,
	lookUp: LOOK_UP,
	above: 'Has a file? | Each file | File as text | File',
	wires: { 'Is the job known?': `Has a file?, ${SEND} | Unknown job` },
	steps: {
		...EACH_FILE_STEPS,
		'File as text': step.asText(FILE_FIELD, 'fileContent'),
		File: step.set({
			fileName: '={{ Object.values($binary)[0].fileName }}',
			mimeType: '={{ Object.values($binary)[0].mimeType }}',
		}),
		[SEND]: sendJson({
			url: `https://api.smartrecruiters.com/postings/{{ ${LOOK_UP.id} }}/candidates`,
			authentication: 'httpHeaderAuth',
			fields: {
				...candidate({
					...{ firstName: 'firstName', lastName: 'lastName' },
					...{ email: 'email', phoneNumber: 'phone' },
				}),
				resume:
					"{{ $('File').isExecuted ? $('File').all().find((file) => file.binary.resume)?.json : undefined }}",
				attachments:
					"{{ $('File').isExecuted ? $('File').all().filter((file) => !file.binary.resume).map((file) => file.json) : [] }}",
			},
		}),
	},
	fillIn: {
		[SEND]: `Select or create the **Header Auth** credential. For _Name_, enter \`X-SmartToken\`. For _Value_, enter your API key.`,
	},
});
