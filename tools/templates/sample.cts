import type { Application } from '../../nodes/CleverConnect/application';
import { parseAcceptedTypes, readAttachments } from '../../nodes/CleverConnect/attachments';
import { buildItems } from '../../nodes/CleverConnect/items';
import { embedFile } from '../../nodes/CleverConnect/items/embedFile';
import { goodApplication } from '../samples/exampleApplication.cts';
import type { Trigger } from './description.cts';

type Settings = Trigger['parameters'];

/** The JavaScript for the values that differ each time. */
const CHANGING = {
	id: 'id',
	receivedAt: '$now.toUTC().toISO()',
	bodySha256: "id.toString(16).padStart(64, '0')",
};
const MISSING_EMAIL = {
	code: 'required' as const,
	path: '/candidate/email',
	message: '"email" is missing.',
};

/** Returns the sample application, as CleverConnect sends it. */
export function sampleApplication(settings: Settings): Application {
	const application = goodApplication();
	const { email: _email, ...candidate } = application.candidate;
	return settings?.onIssues ? ({ ...application, candidate } as Application) : application;
}

/** Returns the JavaScript of the step that outputs the same items as the trigger. */
export async function composeSample(settings: Settings): Promise<string> {
	const application = sampleApplication(settings);
	const items = await buildItems(
		{
			body: { ...application, id: '{id}' },
			attachments: readAttachments({ ...application }, parseAcceptedTypes('pdf, docx')),
			issues: settings?.onIssues ? [MISSING_EMAIL] : [],
			receipt: {
				receivedAt: '{receivedAt}',
				sourceIp: '203.0.113.7',
				bodySha256: '{bodySha256}',
			},
		},
		{ output: settings?.output ?? 'application', keepContent: false },
		async (file) => await Promise.resolve(embedFile(file)),
	);
	const text = Object.entries(CHANGING).reduce(
		(json, [name, value]) => json.replaceAll(`"{${name}}"`, value),
		JSON.stringify(items, null, 2),
	);
	return `// A fictional application, which you can change. Its number is new each time.
const id = Date.now();
return ${text};
`;
}
