import type { Application, Attachment } from '../../nodes/CleverConnect/application';
import { sha256 } from '../common/sha256.cts';
import { DOCX_TYPE, goodApplication } from '../samples/exampleApplication.cts';

/** The settings of a template's trigger that affect the items. */
export type SampleKind = 'application' | 'attachment' | 'review';

/** Returns the sample application, as CleverConnect sends it. */
export function sampleApplication(kind: SampleKind): object {
	const application = goodApplication();
	const { email: _email, ...candidate } = application.candidate;
	return kind === 'review' ? { ...application, candidate } : application;
}

/** Returns the items that the trigger creates for the sample, with the content of each file in its binary field. */
export function makeSampleItems(kind: SampleKind): readonly object[] {
	const application = sampleApplication(kind) as Application;
	const { attachments = [] } = application;
	const compose = (own: readonly Attachment[]) => {
		const fieldOf = ({ type }: Attachment) => (kind === 'attachment' ? 'file' : String(type));
		const entries = attachments.map((each) =>
			describe(each, own.includes(each) ? fieldOf(each) : undefined),
		);
		const json = {
			...application,
			attachments: entries,
			...(kind === 'attachment' && {
				attachment: entries[attachments.findIndex((each) => own.includes(each))],
			}),
			issues: kind === 'review' ? [MISSING_EMAIL] : [],
			receipt: {
				receivedAt: '',
				sourceIp: '203.0.113.7',
				bodySha256: sha256(JSON.stringify(application)),
			},
		};
		return { json, binary: Object.fromEntries(own.map((each) => [fieldOf(each), toFile(each)])) };
	};
	return kind === 'attachment'
		? attachments.map((each) => compose([each]))
		: [compose(attachments)];
}

const MISSING_EMAIL = {
	code: 'required',
	path: '/candidate/email',
	message: '"email" is missing.',
};

function describe({ content, ...entry }: Attachment, binaryField: string | undefined): object {
	const bytes = Buffer.from(content, 'base64');
	return {
		...entry,
		...(binaryField !== undefined && { binaryField }),
		size: bytes.length,
		sha256: sha256(bytes),
		detectedType: typeOf(entry.contentType),
	};
}

function toFile({ content, fileName, contentType }: Attachment): object {
	return { fileName, mimeType: typeOf(contentType), content };
}

function typeOf(contentType: string | undefined): string {
	return contentType === 'docx' ? DOCX_TYPE : String(contentType);
}
