import path from 'node:path';
import type { Application, Attachment } from '../../nodes/CleverConnect/application';
import { sha256 } from '../common/sha256.cts';
import { DOCX_TYPE, goodApplication } from '../samples/exampleApplication.cts';
import type { Trigger } from './description.cts';

type Settings = NonNullable<Trigger['parameters']>;

/** The values that differ each time, as placeholders in the JSON and as JavaScript. */
const CHANGING = {
	id: 'id',
	receivedAt: '$now.toUTC().toISO()',
	bodySha256: "id.toString(16).padStart(64, '0')",
} as const;
const PLACEHOLDERS = Object.fromEntries(Object.keys(CHANGING).map((name) => [name, `{${name}}`]));

/** Returns the sample application, as CleverConnect sends it. */
export function sampleApplication({ onIssues }: Settings = {}): Application {
	const application = goodApplication();
	if (!onIssues) return application;
	const { email: _email, ...candidate } = application.candidate;
	return { ...application, candidate } as Application;
}

/** Returns the JavaScript of the step that outputs the same items as the trigger. */
export function composeSample(settings: Settings = {}): string {
	const application = sampleApplication(settings);
	const { attachments = [] } = application;
	const groups = settings.output ? attachments.map((attachment) => [attachment]) : [attachments];
	const items = groups.map((own) => composeItem(application, own, settings));
	const text = Object.entries(CHANGING).reduce(
		(json, [name, value]) => json.replaceAll(`"{${name}}"`, value),
		JSON.stringify(items, null, 2),
	);
	return `// A fictional application, which you can change. Its number is new each time.
const id = Date.now();
return ${text};
`;
}

function composeItem(
	application: Application,
	own: readonly Attachment[],
	{ output, onIssues }: Settings,
): object {
	const fieldOf = ({ type }: Attachment) => (output ? 'file' : String(type));
	const entries = application.attachments?.map((attachment) => {
		const { content, ...entry } = attachment;
		const bytes = Buffer.from(content, 'base64');
		return {
			...entry,
			...(own.includes(attachment) && { binaryField: fieldOf(attachment) }),
			size: bytes.length,
			sha256: sha256(bytes),
			detectedType: typeOf(entry),
		};
	});
	const { id, receivedAt, bodySha256 } = PLACEHOLDERS;
	return {
		json: {
			...application,
			id,
			attachments: entries,
			...(output && { attachment: entries?.find((entry) => 'binaryField' in entry) }),
			issues: onIssues ? [MISSING_EMAIL] : [],
			receipt: { receivedAt, sourceIp: '203.0.113.7', bodySha256 },
		},
		binary: Object.fromEntries(
			own.map((attachment) => [fieldOf(attachment), describeFile(attachment)]),
		),
	};
}

const MISSING_EMAIL = {
	code: 'required',
	path: '/candidate/email',
	message: '"email" is missing.',
};

/** Describes a file as n8n describes a file in the item. */
function describeFile({ content, ...entry }: Attachment): object {
	const fileName = String(entry.fileName);
	const bytes = Buffer.byteLength(content, 'base64');
	return {
		mimeType: typeOf(entry),
		...(typeOf(entry) === 'application/pdf' && { fileType: 'pdf' }),
		fileExtension: path.extname(fileName).slice(1),
		fileName,
		fileSize: `${bytes} B`,
		bytes,
		data: content,
	};
}

function typeOf({ contentType }: Omit<Attachment, 'content'>): string {
	return contentType === 'docx' ? DOCX_TYPE : String(contentType);
}
