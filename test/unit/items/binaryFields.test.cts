import type { CheckedAttachment } from '../../../nodes/CleverConnect/attachments/readAttachments';
import { nameBinaryFields } from '../../../nodes/CleverConnect/items/binaryFields';

it('binary fields are named by the kind of attachment, and only files are numbered', () => {
	const file = {};
	const attachments = [
		{ kind: 'letter' },
		{ kind: 'resume', file },
		{ kind: 'letter', file },
		{ kind: 'resume', file },
		{ kind: 'attachment', file },
		{ kind: 'attachment', file },
		{ kind: 'resume', file },
	] as CheckedAttachment[];
	const names = [
		'letter',
		'resume',
		'letter',
		'resume_2',
		'attachment',
		'attachment_2',
		'resume_3',
	];
	expect(nameBinaryFields(attachments).map(([name]) => name)).toEqual(names);
});
