import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { options, parameters, properties } from '../../../nodes/CleverConnect/settings/properties';

it('saved workflows rely on the parameters, their defaults, and their values', () => {
	const shown: readonly INodeProperties[] = [...parameters, ...options];
	expect(shown.map((one) => [one.name, one.displayName, one.default])).toEqual([
		['onIssues', 'When Something Is Wrong', 'flag'],
		['output', 'Items', 'application'],
		['acceptedFileTypes', 'Accepted File Types', 'pdf, doc, docx'],
		['fileNames', 'File Names', ''],
		['language', 'Language of Problems', 'en'],
		['reportRefusals', 'Report Refusals', false],
		['skipDuplicates', 'Skip Exact Duplicates', true],
	]);
	const choices = shown.flatMap((one) => (one.options ?? []) as INodePropertyOptions[]);
	expect(choices.map(({ name, value }) => [value, name])).toEqual([
		['flag', 'Deliver and Flag'],
		['review', 'Send to Needs Review Output'],
		['application', 'One Item per Application'],
		['attachment', 'One Item per Attachment'],
		['en', 'English'],
		['fr', 'French'],
		['de', 'German'],
	]);
	expect(shown.filter((property) => !property.noDataExpression)).toEqual([]);
	const names = options.map(({ displayName }) => displayName);
	expect(names).toEqual([...names].sort());
	const collection = { name: 'options', type: 'collection', default: {}, options };
	expect(properties.at(-1)).toMatchObject(collection);
});
