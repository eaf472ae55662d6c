import { candidate, CV_AS_TEXT, describeAts, idIn, SEND, sendJson } from '../ats.cts';

const VENDOR = 'Flatchr';

export const description = describeAts({
	...CV_AS_TEXT,
	vendor: VENDOR,
	about: `Each application goes to [Flatchr](https://developers.flatchr.io/docs/QuickStart/Candidats/Creer_un_candidat) with the first CV. Flatchr accepts only one file, and refuses an application without a CV. It doesn't say what happens if the candidate has already applied.`,
	id: "the job ad's name in its address, such as `z7gwqnjq6gdjraka-boulanger-h-f`",
	steps: {
		...CV_AS_TEXT.steps,
		[SEND]: sendJson({
			url: 'https://careers.flatchr.io/vacancy/candidate/json',
			authentication: 'httpCustomAuth',
			fields: {
				vacancy: `{{ ${idIn(VENDOR)} }}`,
				...candidate({
					firstname: 'firstName',
					lastname: 'lastName',
					email: 'email',
					phone: 'phone',
				}),
				type: 'document',
				resume:
					'{{ $binary.resume && { data: $json.cv, fileName: $binary.resume.fileName, contentType: $binary.resume.mimeType } }}',
			},
		}),
	},
	fillIn: {
		[SEND]: `Select or create the **Custom Auth** credential. In _JSON_, enter the key from Flatchr's _Configuration > Clés_ page twice: \`{"headers": {"Authorization": "Bearer KEY"}, "body": {"token": "KEY"}}\``,
	},
});
