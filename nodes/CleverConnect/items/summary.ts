import type { CheckedAttachment } from '../attachments/readAttachments';
import type { Finding, Issue } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import { NO_JOB } from '../fileNames/fileNamePattern';
import { composeName, replaceUnsafe, trimEdges } from '../fileNames/safeName';

/**
 * The values of an application that people and the next steps need. Unless `SUMMARY_LENGTHS` or a comment says
 * otherwise, each value is one line of at most 80 characters, or empty if there is nothing usable.
 */
export type ApplicationSummary = ReturnType<typeof completeSummary>;
export type SummaryValues = ReturnType<typeof summarize>;

/** The maximum lengths of the values, in characters. */
export const SUMMARY_LENGTHS = {
	other: 80,
	title: 160,
	/** RFC 5321 § 4.5.3.1.3, without the angle brackets. */
	email: 254,
} as const;
/** The number of characters to read. It exceeds a value's maximum length, because series of blanks are shortened. */
const READ_LENGTH = 10_000;

/**
 * Matches white space, lone surrogates, control and format characters except joiners, and other blank characters (Korean
 * fillers and the blank Braille pattern).
 */
const BLANKS = /(?:(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Z}\s\u115f\u1160\u2800\u3164\uffa0])+/u;

/** Returns the summary of an application, without its problems and files. */
export function summarize(body: JsonObject, findings: readonly Finding[]) {
	const candidate = isRecord(body.candidate) ? body.candidate : {};
	const location = isRecord(candidate.location) ? candidate.location : {};
	const [firstName, lastName] = [toLine(candidate.firstName), toLine(candidate.lastName)];
	const [job, city] = [toLine(body.jobId), toLine(location.city)];
	const email = toLine(candidate.email, SUMMARY_LENGTHS.email);
	const name = toLine(joinGiven(' ', firstName, lastName));
	const place = joinGiven(' ', toLine(location.zipCode), city);
	return {
		title: toLine(joinGiven(': ', job, name), SUMMARY_LENGTHS.title),
		name,
		email: isRecipient(email, findings) ? email : '',
		phone: toLine(candidate.phoneNumber),
		job,
		city,
		number: toLine(body.id),
		firstName,
		lastName,
		address: toLine(location.raw) || toLine(joinGiven(', ', place, toLine(location.country))),
		source: toLine(body.origin),
		/** A safe name for a folder, of at most 150 bytes. Never empty. */
		folder: composeName(trimEdges(replaceUnsafe(job)), '') || NO_JOB,
	};
}

export type NamedFile = readonly [field: string, attachment: CheckedAttachment];

/**
 * Returns the complete summary of an item. What people use most comes first, because the editor shows it first.
 *
 * @param attachments those of the application.
 * @param own those whose files are in the item, by their binary fields.
 */
export function completeSummary(
	{ title, name, email, phone, job, city, ...others }: SummaryValues,
	issues: readonly Issue[],
	attachments: readonly CheckedAttachment[],
	own: readonly NamedFile[],
) {
	const files = own.filter(([, { file }]) => file);
	const firstCv = attachments.find(({ kind, file }) => kind === 'resume' && file);
	return {
		title,
		name,
		email,
		phone,
		job,
		city,
		cv: firstCv?.file?.fileName ?? '',
		/** One line for each issue. */
		problems: issues.map(({ message }) => message).join('\n'),
		files: files.map(([field]) => field).join(','),
		fileNames: files.map(([, { file }]) => file?.fileName).join(', '),
		...others,
	};
}

/**
 * Returns a text or number as a trimmed line of limited length, in which each series of blanks is a space. Returns an
 * empty string for any other value. Joiners stay inside a word, where emoji and languages such as Persian need them.
 */
export function toLine(value: unknown, maximumLength: number = SUMMARY_LENGTHS.other): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	const line = String(value)
		.trimStart()
		.slice(0, READ_LENGTH)
		.split(BLANKS)
		.map(trimJoiners)
		.filter((word) => word !== '')
		.join(' ');
	return trimJoiners([...line].slice(0, maximumLength).join('')).trim();
}

function trimJoiners(word: string): string {
	return word.replace(/^[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]+$/g, '');
}

function joinGiven(separator: string, ...values: readonly string[]): string {
	return values.filter((value) => value !== '').join(separator);
}

/**
 * Whether an email address can be a recipient. n8n's Gmail and Outlook nodes split a list of recipients at commas, and
 * therefore also inside the quotation marks that an address can contain (RFC 5321 § 4.1.2).
 */
function isRecipient(email: string, findings: readonly Finding[]): boolean {
	return !email.includes('"') && !findings.some(({ path }) => path === '/candidate/email');
}
