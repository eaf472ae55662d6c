import type { CheckedAttachment } from '../attachments/readAttachments';
import { isRecord } from '../common/jsonObject';
import {
	composeNumberedName,
	fillInPattern,
	type FileNamePattern,
} from '../fileNames/fileNamePattern';
import { toLine, type SummaryValues } from './summary';

interface NamedApplication {
	readonly id: number | string;
	readonly summary: SummaryValues;
	/** `YYYY-MM-DD` */
	readonly date: string;
}

/** Returns each attachment with its file renamed according to a pattern, unless the pattern is empty. */
export function renameFiles(
	attachments: readonly CheckedAttachment[],
	pattern: FileNamePattern,
	{ id, summary, date }: NamedApplication,
): readonly CheckedAttachment[] {
	if (pattern.isEmpty) return attachments;
	const used = new Set<string>();
	return attachments.map((attachment) => {
		const { kind, file } = attachment;
		if (!file) return attachment;
		const type = describeType(attachment);
		const stem = fillInPattern(pattern, { ...summary, date, type }) || kind;
		const extension = file.fileName.slice(file.fileName.lastIndexOf('.'));
		let copy = 1;
		let fileName = composeNumberedName(stem, id, { copy, extension });
		while (used.has(fileName.toUpperCase())) {
			copy += 1;
			fileName = composeNumberedName(stem, id, { copy, extension });
		}
		// In uppercase, because two lowercase letters can have the same uppercase one.
		used.add(fileName.toUpperCase());
		return { ...attachment, file: { ...file, fileName } };
	});
}

function describeType({ kind, sent }: CheckedAttachment): string {
	if (kind !== 'attachment') return kind === 'resume' ? 'CV' : kind;
	return (isRecord(sent) && toLine(sent.type)) || kind;
}
