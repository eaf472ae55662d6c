import type { INodeProperties } from 'n8n-workflow';

/** The value of 'Accepted File Types' unless someone changes it. */
export const DEFAULT_FILE_TYPES = 'pdf, doc, docx';

/** The parameters that the editor always shows. */
export const parameters: INodeProperties[] = [
	{
		displayName: 'When Something Is Wrong',
		name: 'onIssues',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Deliver and Flag',
				value: 'flag',
				description:
					"Continue as usual. The item's 'issues' and 'summary.problems' say what is wrong.",
			},
			{
				name: 'Send to Needs Review Output',
				value: 'review',
				description:
					'Send the application to an output of its own. Connect it, and check where the others lead.',
			},
		],
		default: 'flag',
		description:
			'What to do with an application that has a missing or invalid field, or a suspicious file, such as one that is damaged, needs a password, or contains macros',
	},
	{
		displayName: 'Items',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'One Item per Application',
				value: 'application',
				description: "All files in one item, as 'resume', 'letter', 'resume_2', and so on",
			},
			{
				name: 'One Item per Attachment',
				value: 'attachment',
				description: "Each file in an item of its own, as 'file', with the whole application",
			},
		],
		default: 'application',
		description:
			'How many items an application becomes. An application without files always becomes one item.',
	},
];

/** The parameters that the editor shows only after a person has added them. */
export const options: INodeProperties[] = [
	{
		displayName: 'Accepted File Types',
		name: 'acceptedFileTypes',
		type: 'string',
		noDataExpression: true,
		default: DEFAULT_FILE_TYPES,
		placeholder: 'e.g. pdf, docx, jpg',
		description:
			'The file extensions or MIME types that you accept, separated by commas. A file of another type counts as something wrong. To accept all types but programs, leave this empty.',
	},
	{
		displayName: 'File Names',
		name: 'fileNames',
		type: 'string',
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. {job} - {lastName} {firstName} - {type}',
		description:
			"A pattern of {job}, {name}, {firstName}, {lastName}, {email}, {phone}, {city}, {source}, {title}, {type}, and {date}. The application's number and the file extension are added. To keep the names that are sent, leave this empty.",
	},
	{
		displayName: 'Language of Problems',
		name: 'language',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'English', value: 'en' },
			{ name: 'French', value: 'fr' },
			{ name: 'German', value: 'de' },
		],
		default: 'en',
		description: "The language of 'issues' and 'summary.problems' in the item",
	},
	{
		displayName: 'Report Refusals',
		name: 'reportRefusals',
		type: 'boolean',
		noDataExpression: true,
		default: false,
		description:
			"Whether to add a 'Refused' output for what is not accepted in production, such as an application with a wrong token. It gets at most one item an hour for each reason.",
	},
	{
		displayName: 'Skip Exact Duplicates',
		name: 'skipDuplicates',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to accept an exact copy of an application without starting the workflow again',
	},
];

export const properties: INodeProperties[] = [
	...parameters,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	},
];
