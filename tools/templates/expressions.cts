import type { ApplicationSummary } from '../../nodes/CleverConnect/items/summary';

export type SummaryMember = keyof ApplicationSummary | 'files' | 'fileNames';

/** Returns a member of the application's summary, in the form in which n8n's editor inserts it. */
export function summary(name: SummaryMember, step = 'Application'): string {
	return `$('${step}').item.json.summary.${name}`;
}

/** Returns the text of a field: a member of the summary, or other words if the member is empty. */
export function value(name: SummaryMember, otherwise = '', step?: string): string {
	return `{{ ${summary(name, step)}${otherwise && ` || '${otherwise}'`} }}`;
}

/**
 * Returns the text of a field like `value`. Without these characters, the text can't become a link, a mention, or HTML
 * in an email, a chat, or a form.
 */
export function harmless(name: SummaryMember, otherwise = '', step?: string): string {
	const text = `${summary(name, step)}.replace(/[<>&@.:。．｡]/g, ' ')`;
	return `{{ ${text}${otherwise && ` || '${otherwise}'`} }}`;
}

// Expressions that several templates share, without the surrounding braces.

/** The application, which steps in between can't change. */
export const APPLICATION = "$('Application').first().json";

export const detail = (name: string): string => `$('Details').first().json.${name}`;

/** Returns an expression that joins values into one line. A list or an object becomes an empty string. */
export function oneLine(values: string, maxLength = 80): string {
	return String.raw`[${values}].filter((value) => typeof value !== 'object').join(' ').replace(/(?:(?![\u200c\u200d])[\p{C}\p{Z}])+/gu, ' ').match(/^.{0,${maxLength}}/u)[0].trim()`;
}

/** Returns an expression for a part of a URL's path. A part that consists of dots would lead to another folder. */
export const pathPart = (value: string): string =>
	String.raw`encodeURIComponent(${value}).replace(/^\.+$/, '_')`;

/** Returns an expression that replaces a line that looks like a link. */
export function withoutLink(line: string, replacement: string): string {
	return String.raw`[${line}].find((line) => !/:\/|www\.|@|[.\u3002](?!(?:\p{L}|\d+)?(?:[\s.,)-]|$))/iu.test(line.normalize('NFKC'))) ?? '${replacement}'`;
}

/** Returns an expression for the candidate's email address, or an empty string if it has an issue. */
export function usableEmail(application = APPLICATION): string {
	return `(${application}.issues.some((issue) => issue.path === '/candidate/email') ? '' : ${application}.candidate.email ?? '')`;
}

/** Returns an expression that puts an apostrophe before a character with which a formula begins in a spreadsheet. */
export const cellOf = (line: string): string => `${line}.replace(/^[=+@-]/, "'$&")`;

/** The application number, which distinguishes `4711` from `"4711"`. */
export const numberOf = (application = APPLICATION): string => `JSON.stringify(${application}.id)`;

export const hasFile = (field: string): string =>
	`(${APPLICATION}.attachments ?? []).some((file) => file?.binaryField === '${field}')`;

export const hasFiles = `(${APPLICATION}.attachments ?? []).some((file) => file?.binaryField)`;

/** Returns an expression that lists the names of all files and fails if a step has dropped a file. */
export function allFiles(application = APPLICATION): string {
	return `(${application}.attachments ?? []).map((file) => file?.binaryField).filter((field) => field).map((field) => $binary[field] ? field : (0).toDateTime('FILES MISSING: a step before this one dropped the files of this application. See Files after other nodes in the documentation')).join(',')`;
}

/** Returns an expression for the messages of the issues, as a list. */
export const listIssues = (application = APPLICATION): string =>
	String.raw`${application}.issues.map((issue) => '- ' + issue.message).join('\n')`;

const lines = {
	title: (of: string) =>
		`((typeof ${of}.jobId === 'object' ? '' : ${of}.jobId) || 'No job') + ':', ${lines.name(of)}`,
	review: (of: string) => lines.title(of).replace("':'", "': please decide about'"),
	name: (of: string) => `${of}.candidate.firstName, ${of}.candidate.lastName`,
	job: (of: string) => `${of}.jobId`,
	firstName: (of: string) => `${of}.candidate.firstName`,
	lastName: (of: string) => `${of}.candidate.lastName`,
	email: (of: string) => `${of}.candidate.email`,
	phone: (of: string) => `${of}.candidate.phoneNumber`,
	city: (of: string) => `${of}.candidate.location?.city`,
	address: (of: string) => `${of}.candidate.location?.raw`,
	source: (of: string) => `${of}.origin`,
};

export type Detail = keyof typeof lines;

/** Returns an expression for a value of the application as one line. */
export function lineOf(name: Detail, application = APPLICATION): string {
	return oneLine(lines[name](application), name === 'email' ? 254 : 80);
}

/** Returns an expression for a list of file descriptions that include the contents from `File as text`. */
export const filesAsText = (condition: string, description: string): string =>
	`$input.all().map(({ json }) => json).filter(({ field }) => ${condition}).map(({ fileName, mimeType, content }) => (${description}))`;

/** Returns an expression for the description of the file in a field, such as the first CV. */
export const fileAsText = (field: string, description: string): string =>
	`${filesAsText(`field === '${field}'`, description)}[0]`;

/** The members of an object, whose values are expressions. */
export interface Members {
	readonly [name: string]: string | Members;
}

/** Returns an expression for an object. */
export function objectOf(members: Members, indent = ''): string {
	const lines = Object.entries(members).map(
		([name, value]) =>
			`${indent}  ${name}: ${typeof value === 'string' ? value : objectOf(value, `${indent}  `)},\n`,
	);
	return `{\n${lines.join('')}${indent}}`;
}
