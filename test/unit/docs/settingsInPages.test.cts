import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { options, parameters } from '../../../nodes/CleverConnect/settings/properties';
import { readSections } from '../../../tools/docs/page.cts';

const { properties: fields } = new CleverConnectWebhookApi();
const settings: readonly INodeProperties[] = [...fields, ...parameters, ...options];
const sections = readSections('settings.md');

const choicesOf = (setting: INodeProperties) => (setting.options ?? []) as INodePropertyOptions[];

function describeDefault(setting: INodeProperties): string {
	const { name, type, default: value } = setting;
	const choice = choicesOf(setting).find((one) => one.value === value);
	if (choice)
		return `**${choice.name}** (${name === 'authentication' ? 'recommended' : 'default'})`;
	if (type === 'boolean') return `is ${value ? 'on' : 'off'} by default`;
	if (type === 'number') return `The default is \`${JSON.stringify(value)}\``;
	return value === '' ? '' : `\`${value as string}\` by default`;
}

it('settings.md explains each setting of the trigger, in the order of the editor', () => {
	const labels = [...parameters, ...options].map(({ displayName }) => displayName);
	const headings = sections.map(({ heading }) => heading);
	expect(headings.filter((heading) => labels.includes(heading))).toEqual(labels);
});

it.each(settings)('settings.md explains "$displayName" as the editor shows it', (setting) => {
	const { name, displayName } = setting;
	// A password is explained together with the token.
	const labels = settings.filter((one) => one.name === name).map((one) => one.displayName);
	const { heading, text } = sections.find((one) => labels.includes(one.heading)) ?? { text: '' };
	if (heading !== displayName) expect(text).toContain(`_${displayName}_`);
	expect(text).toContain(describeDefault(setting));
	for (const { name } of choicesOf(setting)) expect(text).toContain(`- **${name}**`);
	const shown = [setting, ...choicesOf(setting)].map(({ description }) => String(description));
	// The statuses and minimum lengths that the editor mentions
	const facts = `${shown.join()} ${setting.hint}`.match(/\b[45]\d\d\b(?!\.)|at least \d+/gi) ?? [];
	for (const fact of facts) expect(text).toContain(fact.toLowerCase());
});

it('each quoted name in a description is that of a header, or one that the editor shows', () => {
	const all = settings.flatMap((one) => [one, ...choicesOf(one)] as INodeProperties[]);
	const labels = all.flatMap(({ displayName, name }) => [displayName, name]);
	labels.push('Authorization', 'X-Api-Key', 'Needs Review');
	for (const { description, hint } of all) {
		for (const [, label] of `${description} ${hint}`.matchAll(/'([A-Z][^']*)'/g)) {
			expect(labels).toContain(label);
		}
	}
});
