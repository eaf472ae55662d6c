// The Code step of the send-a-test-application template.

export const FAULTS = {
	none: 'Nothing',
	email: 'The email address is missing',
	job: 'The job is missing',
	cv: 'The CV is missing',
	type: 'The CV is a text file that is declared as a PDF',
	content: 'The CV was damaged on the way',
} as const;

export interface Cv {
	readonly contentType: string;
	readonly fileName: string;
	readonly content: string;
}

/** Advice for the person who sends the application, by the answer's status. */
const ADVICE = {
	401: 'The trigger and "Send it" use different credentials, or a proxy removes the token. Select the same credential in both. (401)',
	403: 'The credential probably does not allow the IP address of this n8n instance. Add the address to Allowed IP Addresses or, if n8n is behind a proxy, set N8N_PROXY_HOPS. (403)',
	404: 'n8n is not listening at this URL. If you use the Production URL, publish the other workflow. If you use the Test URL, click "Execute step" in its trigger before each application and keep that tab open. (404)',
	413: 'The CV is too large for Maximum File Size or your proxy. (413)',
	422: 'The trigger refused the application. "Send it" shows why. (422)',
	500: 'n8n could not accept or process the application. In the other workflow, open Executions. If there is a failed execution, it says why. Otherwise, the CV might be too large for n8n. (500)',
};

/** Returns an application in CleverConnect's format with the selected fault, and the advice for answers. */
export function composeTest(entries: Readonly<Record<string, string>>, cv: Cv, id: number) {
	const fault = entries['What is wrong with it?'];
	const text = { ...cv, contentType: 'application/pdf', fileName: 'CV.pdf', content: TEXT };
	const damaged = { ...cv, content: `*${cv.content}` };
	const file = fault === FAULTS.type ? text : fault === FAULTS.content ? damaged : cv;
	const application = {
		id,
		...(fault !== FAULTS.job && { jobId: entries.Job }),
		candidate: {
			civility: 'F',
			firstName: entries['First name'],
			lastName: entries['Last name'],
			...(fault !== FAULTS.email && { email: entries.Email }),
			phoneNumber: '+33 1 99 00 12 34',
			location: {
				raw: '1 rue de l’Exemple, 75009 Paris',
				city: 'Paris',
				zipCode: '75009',
				country: 'France',
			},
		},
		attachments: fault === FAULTS.cv ? [] : [{ type: 'resume', ...file }],
		origin: 'meteojob',
	};
	return { application, advice: ADVICE };
}

const TEXT = 'VGhpcyBpcyBhIHRleHQu';
