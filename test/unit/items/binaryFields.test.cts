import type { CheckedAttachment } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { nameBinaryFields } from '../../../nodes/CleverConnect/items/binaryFields';

it('binary fields are named by the kind of attachment, and only files are numbered', () => {
	const expected = [
		['letter', { kind: 'letter' }],
		['resume', { kind: 'resume', file: {} }],
		['letter', { kind: 'letter', file: {} }],
		['resume_2', { kind: 'resume', file: {} }],
		['attachment', { kind: 'attachment', file: {} }],
		['attachment_2', { kind: 'attachment', file: {} }],
		['resume_3', { kind: 'resume', file: {} }],
	] as Array<[field: string, attachment: CheckedAttachment]>;
	expect(nameBinaryFields(expected.map(([, attachment]) => attachment))).toEqual(expected);
});
