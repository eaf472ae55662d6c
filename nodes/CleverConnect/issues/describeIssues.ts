import type { CheckedAttachment } from '../attachments/readAttachments';
import type { Finding, Issue } from '../common/issue';
import { isRecord } from '../common/jsonObject';
import { extensionOf } from '../documents';
import { cleanFileName } from '../fileNames/sentFileName';
import issueTexts from './issueTexts.json';

export type Language = keyof typeof issueTexts;

interface IssueTexts {
	/** What is wrong, and what a recruiter can do about it. `{field}` is a field's name, `{type}` a file's detected type. */
	readonly messages: Readonly<Record<Finding['code'], string>>;
	readonly fields: Readonly<Record<string, string>>;
	readonly kinds: Readonly<Record<CheckedAttachment['kind'], string>>;
	/** Separates a file's name and a sentence about the file. */
	readonly colon: string;
}

const TEXTS: Readonly<Record<Language, IssueTexts>> = issueTexts;

/** Returns issues with their messages, which contain nothing from the sender. */
export function describeIssues(
	findings: readonly Finding[],
	attachments: readonly CheckedAttachment[],
	language: Language,
): Issue[] {
	const { messages, fields } = TEXTS[language];
	return findings.map(({ code, path }) => {
		const detectedType = attachments[findIndex(path)]?.file?.detectedType;
		const type = extensionOf(detectedType)?.toUpperCase() ?? detectedType ?? '';
		const field = fields[fieldOf(path)] ?? '';
		const message = messages[code].replace('{field}', field).replace('{type}', type);
		return { code, path, message };
	});
}

/** Returns issues whose messages begin with the file that they are about, if there are several attachments. */
export function nameFilesInMessages(
	issues: readonly Issue[],
	attachments: readonly CheckedAttachment[],
	language: Language,
): readonly Issue[] {
	if (attachments.length < 2) return issues;
	const { kinds, colon } = TEXTS[language];
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

/** `/candidate/location/city` → `location`, `/attachments/0/content` → `file`, `/attachments/0/fileName` → `fileName`. */
function fieldOf(path: string): string {
	if (findIndex(path) >= 0) return /contentType|fileName/.exec(path)?.[0] ?? 'file';
	return path.replace('/candidate/', '/').split('/')[1] ?? '';
}
