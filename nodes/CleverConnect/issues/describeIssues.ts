import type { CheckedAttachment } from '../attachments/readAttachments';
import type { Finding, Issue } from '../common/issue';
import { isRecord } from '../common/jsonObject';
import { extensionOf } from '../documents';
import { cleanFileName } from '../fileNames/sentFileName';
import { ISSUE_TEXTS, type Field, type Language } from './issueTexts';

/** Returns issues with their messages, which contain nothing from the sender. */
export function describeIssues(
	findings: readonly Finding[],
	attachments: readonly CheckedAttachment[],
	language: Language,
): Issue[] {
	const { messages, fields } = ISSUE_TEXTS[language];
	return findings.map(({ code, path }) => {
		const detectedType = attachments[findIndex(path)]?.file?.detectedType;
		const type = extensionOf(detectedType)?.toUpperCase() ?? detectedType ?? '';
		const field = fields[fieldOf(path)];
		return {
			code,
			path,
			message: messages[code].replace('{field}', field).replace('{type}', type),
		};
	});
}

/** Returns issues whose messages begin with the file that they are about, if there are several attachments. */
export function nameFilesInMessages(
	issues: readonly Issue[],
	attachments: readonly CheckedAttachment[],
	language: Language,
): readonly Issue[] {
	if (attachments.length < 2) return issues;
	const { kinds, colon } = ISSUE_TEXTS[language];
	return issues.map((issue) => {
		const index = findIndex(issue.path);
		const attachment = attachments[index];
		if (!attachment) return issue;
		const { kind, sent, file } = attachment;
		const name = file?.fileName ?? cleanFileName(isRecord(sent) ? sent.fileName : undefined);
		const label = name === '' ? `${kinds[kind]} ${index + 1}` : `${kinds[kind]} (${name})`;
		return { ...issue, message: `${label}${colon}${issue.message}` };
	});
}

/** `/attachments/1/content` → 1, or -1 for a path outside the attachments. */
function findIndex(path: string): number {
	return Number(/^\/attachments\/(\d+)/.exec(path)?.[1] ?? -1);
}

/** `/candidate/email` → `email`, `/attachments/0` → `attachment`. */
function fieldOf(path: string): Field {
	const name = path.slice(path.lastIndexOf('/') + 1);
	return (/^\d+$/.test(name) ? 'attachment' : name) as Field;
}
