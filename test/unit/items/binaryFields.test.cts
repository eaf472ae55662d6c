import type { CheckedAttachment } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { nameBinaryFields } from '../../../nodes/CleverConnect/items/binaryFields';

const file = { bytes: Buffer.alloc(1), fileName: '', mimeType: '', sha256: '' };
const attach = (kind: CheckedAttachment['kind'], isFile = true): CheckedAttachment => ({
	...{ sent: {}, kind, issues: [] },
	...(isFile && { file }),
});

it('binary fields are named by kind, and only files are numbered', () => {
	const kinds = ['resume', 'letter', 'resume', 'attachment', 'attachment', 'resume'] as const;
	const attachments = [attach('letter', false), ...kinds.map((kind) => attach(kind))];
	const fields = nameBinaryFields(attachments);
	expect(fields.map(([, attachment]) => attachment)).toEqual(attachments);
	const names = ['resume', 'letter', 'resume_2', 'attachment', 'attachment_2', 'resume_3'];
	expect(fields.slice(1).map(([field]) => field)).toEqual(names);
});
