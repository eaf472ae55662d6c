import { candidate, CV_AS_TEXT, describeAts, lookUpInList, SEND, sendJson } from '../ats.cts';
import * as step from '../steps.cts';

const VENDOR = 'Flatchr';
const LOOK_UP = lookUpInList(
	VENDOR,
	{
		name: 'Job ads',
		get: step.get('', step.generic('httpBearerAuth')),
		fillIn: `- _URL_: paste \`https://careers.flatchr.io/company/your-company.json\`, and replace \`your-company\` with the first part of your career site's address, \`your-company.flatchr.io\`.
- Select or create the **Bearer Auth** credential with the key from Flatchr's _Configuration > Clés_ page.

\`jobId\` must be a job ad's reference, or the ad's name in its address. To try the workflow, enter one in _Sample application_.`,
	},
	['items', 'vacancy.reference', 'vacancy.slug'],
);

export const description = describeAts({
	...CV_AS_TEXT,
	vendor: VENDOR,
	above: '| CV as text',
	about: `Each application goes to [Flatchr](https://developers.flatchr.io/docs/QuickStart/Candidats/Creer_un_candidat) with the first CV. Flatchr accepts only one file, and refuses an application without a CV.

Flatchr's API documentation (as of November 28, 2026) doesn't say what happens if the candidate has already applied. **The workflow doesn't give consent on behalf of a candidate.**`,
	lookUp: LOOK_UP,
	steps: {
		...CV_AS_TEXT.steps,
		[SEND]: sendJson({
			url: 'https://careers.flatchr.io/vacancy/candidate/json',
			authentication: 'httpCustomAuth',
			fields: {
				vacancy: `{{ ${LOOK_UP.id} }}`,
				...candidate({
					...{ firstname: 'firstName', lastname: 'lastName', email: 'email', phone: 'phone' },
				}),
				type: 'document',
				resume:
					'{{ $binary.resume && { data: $json.cv, fileName: $binary.resume.fileName, contentType: $binary.resume.mimeType } }}',
			},
		}),
	},
	fillIn: {
		[SEND]: `Select or create the **Custom Auth** credential. In _JSON_, enter the same key twice: \`{"headers": {"Authorization": "Bearer KEY"}, "body": {"token": "KEY"}}\``,
	},
});
