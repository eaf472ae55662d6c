import type { ApplicationSummary } from '../../nodes/CleverConnect/items/summary';

export type SummaryMember = keyof ApplicationSummary;

/** Returns a member of the application's summary, in the form in which n8n's editor inserts it. */
export function summary(name: SummaryMember): string {
	return `$('Application').item.json.summary.${name}`;
}

/** Returns the text of a field: a member of the summary, without code, so that people can change and extend it. */
export function value(name: SummaryMember): string {
	return `{{ ${summary(name)} }}`;
}

/** Returns a member of the summary without characters that could form a link, a mention, or HTML in an email or a chat. */
export function harmless(name: SummaryMember, otherwise: string): string {
	return `={{ ${summary(name)}.replace(/[<>&@.:。．｡]/g, ' ') || '${otherwise}' }}`;
}
