import type { Application } from '../../nodes/CleverConnect/application/generated/application';
import { findIssues } from '../../nodes/CleverConnect/application/schemaIssues';
import { parseAcceptedTypes } from '../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../nodes/CleverConnect/attachments/readAttachments';
import { buildItems } from '../../nodes/CleverConnect/items/buildItems';
import { parseFileNamePattern } from '../../nodes/CleverConnect/items/fileNamePattern';
import { embedTestUrlFile } from '../../nodes/CleverConnect/items/embedTestUrlFile';
import { goodApplication } from '../samples/exampleApplication.cts';
import type { Trigger } from './description.cts';

type Settings = Trigger['parameters'];

/** Returns the sample application. For a template with a review, the email address is missing. */
export function sampleApplication(settings: Settings): Application {
	const application = goodApplication();
	const { email: _email, ...candidate } = application.candidate;
	return settings?.onIssues ? ({ ...application, candidate } as Application) : application;
}

/** Stands for the number of the application, which is new each time. */
const NUMBER = 9_007_199_254_740_991;

/** Returns the JavaScript of the step that outputs the same items as the trigger. */
export async function composeSample(settings: Settings): Promise<string> {
	const application = sampleApplication(settings);
	const items = await buildItems(
		{
			body: { ...application, id: NUMBER },
			attachments: readAttachments({ ...application }, parseAcceptedTypes('pdf, docx')),
			issues: findIssues({ ...application }),
			// The JavaScript in braces becomes part of the step's code, because these values differ each time.
			receipt: {
				receivedAt: '{$now.toUTC().toISO()}',
				sourceIp: '203.0.113.7',
				bodySha256: "{id.toString(16).padStart(64, '0')}",
			},
		},
		{
			output: settings?.output ?? 'application',
			fileNames: parseFileNamePattern(settings?.options?.fileNames ?? ''),
		},
		async (file) => await Promise.resolve(embedTestUrlFile(file)),
	);
	const { jobId: job, candidate } = application;
	const shown = Object.entries({ job, email: candidate.email }).filter(([, value]) => value);
	const json = JSON.stringify(items, null, 2)
		.replace(/"\{(.+)\}"/g, '$1')
		.replaceAll(`": ${NUMBER}`, '": id');
	const text = [['id', `${NUMBER}`] as const, ...shown]
		.reduce((all, [name, value]) => all.replaceAll(value, `\${${name}}`), json)
		.replace(/"([^"\n]*\$\{[^"\n]*)"/g, '`$1`');
	const values = shown.map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`);
	return `// A fictional application. To try other values, change these. The number is new each time.
${values.join('')}const id = Date.now();
return ${text};
`;
}
