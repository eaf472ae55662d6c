import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { options, parameters, properties } from '../../../nodes/CleverConnect/settings/properties';

it('saved workflows rely on the parameters, their defaults, and their values', () => {
	const shown: readonly INodeProperties[] = [...parameters, ...options];
	expect(shown.map((one) => [one.name, one.displayName, one.default])).toEqual([
		['responseMode', 'Respond', 'onReceived'],
		['onIssues', 'When Something Is Wrong', 'flag'],
		['output', 'Output', 'application'],
		['acceptedFileTypes', 'Accepted File Types', 'pdf, doc, docx'],
		['fileNames', 'File Names', ''],
		['keepContent', 'Keep Base64 Content', false],
		['maxFileSize', 'Maximum File Size (MB)', 0],
		['skipRedeliveries', 'Skip Re-Deliveries', true],
	]);
	const choices = shown.flatMap((one) => (one.options ?? []) as INodePropertyOptions[]);
	expect(choices.map(({ name, value }) => [value, name])).toEqual([
		['onReceived', 'Immediately'],
		['lastNode', 'When Last Node Finishes'],
		['flag', 'Deliver and Flag'],
		['reject', 'Reject'],
		['review', 'Send to Needs Review Output'],
		['application', 'One Item per Application'],
		['attachment', 'One Item per Attachment'],
	]);
	expect(shown.filter((property) => !property.noDataExpression)).toEqual([]);
	const names = options.map(({ displayName }) => displayName);
	expect(names).toEqual([...names].sort());
	const collection = { name: 'options', type: 'collection', default: {}, options };
	expect(properties.at(-1)).toMatchObject(collection);
});
