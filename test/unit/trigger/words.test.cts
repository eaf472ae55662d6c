import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';
import { options, parameters } from '../../../nodes/CleverConnect/settings/properties';

const { description } = new CleverConnectTrigger();

const countWords = (text: string) => text.match(/[^\s,.;]*\p{L}[^\s]*/gu)?.length ?? 0;

/** Returns all texts in a value, without tags. */
function listTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value.replace(/<[^>]*>/g, ' ')];
	return Object.values(Object(value) as object).flatMap(listTexts);
}

it('the panel of a trigger that waits has at most 130 words, all its texts together', () => {
	const { triggerPanel, hints, eventTriggerDescription } = description;
	const messages = hints?.map(({ message }) => message);
	const texts = listTexts([triggerPanel, messages, eventTriggerDescription]);
	expect(texts.length).toBeGreaterThan(5);
	expect(countWords(texts.join(' '))).toBeLessThanOrEqual(130);
});

const properties: readonly INodeProperties[] = [
	...parameters,
	...options,
	...new CleverConnectWebhookApi().properties,
];
const tooltips = properties.flatMap(({ description = '', hint = '', options: choices = [] }) => [
	...[description, hint],
	...(choices as INodePropertyOptions[]).map((choice) => choice.description ?? ''),
]);

it.each(tooltips.filter((text) => text !== ''))('a tooltip has at most 35 words: %s', (text) => {
	expect(countWords(text)).toBeLessThanOrEqual(35);
});
