import type { Application, Attachment } from '../../nodes/CleverConnect/application';
import { DOCX_TYPE, goodApplication } from '../samples/exampleApplication.cts';
import { sha256 } from '../common/sha256.cts';

/** The settings of a template's trigger that affect the items. */
export type SampleKind = 'application' | 'attachment' | 'review';

export interface SampleFile {
	/** The name of the binary field. */
	readonly field: string;
	readonly content: string;
	readonly fileName: string;
	readonly mimeType: string;
}

export interface SampleItem {
	readonly json: Readonly<Record<string, unknown>>;
	readonly files: readonly SampleFile[];
}

/** An expression for the time at which the sample is created. */
export const NOW = '{{ $now.toUTC().toISO() }}';

/** Returns the sample application, as CleverConnect sends it. */
export function sampleApplication(kind: SampleKind): object {
	const application = goodApplication();
	if (kind !== 'review') return application;
	const { email: _email, ...candidate } = application.candidate;
	return { ...application, candidate };
}

/** Returns the items that the trigger creates for the sample, in the order of the attachments. */
export function sampleItems(kind: SampleKind): readonly SampleItem[] {
	const application = sampleApplication(kind) as Application;
	const { attachments = [] } = application;
	const compose = (entries: readonly object[], own: object = {}) => ({
		...application,
		attachments: entries,
		...own,
		issues: kind === 'review' ? [MISSING_EMAIL] : [],
		receipt: {
			receivedAt: NOW,
			sourceIp: '203.0.113.7',
			bodySha256: sha256(Buffer.from(JSON.stringify(application))),
		},
	});
	if (kind !== 'attachment') {
		const entries = attachments.map((attachment) => describe(attachment, attachment.type));
		const files = attachments.map((attachment) => readFile(attachment, String(attachment.type)));
		return [{ json: compose(entries), files }];
	}
	return attachments.map((own) => {
		const entries = attachments.map((attachment) =>
			describe(attachment, attachment === own ? 'file' : undefined),
		);
		const attachment = entries[attachments.indexOf(own)];
		return { json: compose(entries, { attachment }), files: [readFile(own, 'file')] };
	});
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

function readFile({ content, fileName, contentType }: Attachment, field: string): SampleFile {
	return { field, content, fileName: String(fileName), mimeType: typeOf(contentType) };
}

function typeOf(contentType: string | undefined): string {
	return contentType === 'docx' ? DOCX_TYPE : String(contentType);
}
