import { candidate, describeAts, EACH_FILE, FILE_FIELD, idIn, SEND, sendJson } from '../ats.cts';
import * as step from '../steps.cts';

const VENDOR = 'SmartRecruiters';

export const description = describeAts({
	vendor: VENDOR,
	about: `Each application goes to [SmartRecruiters](https://developers.smartrecruiters.com/docs/partners-post-an-application) with the first CV as the résumé and all other files as attachments. The upper steps prepare the files, and then the lower one sends the application. SmartRecruiters accepts files of up to 2 MB, and refuses an application if a required screening question has no answer. It doesn't say what happens if the candidate has already applied.`,
	id: "the posting's `uuid`, which stands at `https://api.smartrecruiters.com/v1/companies/YourCompany/postings`",
	above: 'Each file | File as text | File',
	wires: { [`Job in ${VENDOR}`]: `Each file, ${SEND}` },
	steps: {
		'Each file': EACH_FILE,
		'File as text': step.asText(FILE_FIELD, 'fileContent'),
		File: step.set({
			fileName: '={{ Object.values($binary)[0].fileName }}',
			mimeType: '={{ Object.values($binary)[0].mimeType }}',
		}),
		[SEND]: sendJson({
			url: `https://api.smartrecruiters.com/postings/{{ ${idIn(VENDOR)} }}/candidates`,
			authentication: 'httpHeaderAuth',
			fields: {
				...candidate({
					firstName: 'firstName',
					lastName: 'lastName',
					email: 'email',
					phoneNumber: 'phone',
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
