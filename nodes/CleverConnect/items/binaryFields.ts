import type { CheckedAttachment } from '../attachments/readAttachments';
import type { NamedFile } from './summary';

/**
 * Returns each attachment with the name of its file's binary field: `resume`, `letter`, or `attachment`. If several
 * files are of the same kind, the later ones get a number: `resume_2`, `resume_3`, …
 */
export function nameBinaryFields(attachments: readonly CheckedAttachment[]): NamedFile[] {
	const counts = new Map<string, number>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		const count = (counts.get(kind) ?? 0) + (file ? 1 : 0);
		counts.set(kind, count);
		return [count > 1 ? `${kind}_${count}` : kind, attachment];
	});
}
