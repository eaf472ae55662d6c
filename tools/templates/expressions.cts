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

/** Like `value`, but without characters that could form a link, a mention, or HTML in an email, a chat, or a form. */
export function harmless(name: SummaryMember, otherwise = '', step?: string): string {
	const text = `${summary(name, step)}.replace(/[<>&@.:。．｡]/g, ' ')`;
	return `{{ ${text}${otherwise && ` || '${otherwise}'`} }}`;
}
