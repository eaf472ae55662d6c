import type { INodeProperties } from 'n8n-workflow';

/** The value of 'Accepted File Types' unless someone changes it. */
export const DEFAULT_FILE_TYPES = 'pdf, doc, docx';

export const onIssues: INodeProperties = {
	displayName: 'When Something Is Wrong',
	name: 'onIssues',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Deliver and Flag',
			value: 'flag',
			description: "The workflow starts as usual, and the 'issues' field lists the problems",
		},
		{
			name: 'Send to Needs Review Output',
			value: 'review',
			description:
				"The node passes the application to the 'Needs Review' output. Connect steps to both outputs.",
		},
	],
	default: 'flag',
	description:
		"How to handle an application that lacks a required field, or has an invalid field (such as a phone number without a country code) or a suspicious file. A file is suspicious if it is empty or damaged, has a password, contains more than can be checked, or is a Word file with macros or active content. It is also suspicious if its type isn't accepted, contradicts the declared type, or can't be recognized.",
	builderHint: {
		propertyHint:
			"With 'review', the node has a second output for applications with issues, so connect both outputs. Otherwise, the node has one output.",
	},
};

export const output: INodeProperties = {
	displayName: 'Items',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'One Item per Application',
			value: 'application',
			description:
				"One item with all files, which are named 'resume', 'letter', 'resume_2', and so on",
		},
		{
			name: 'One Item per Attachment',
			value: 'attachment',
			description:
				"One item for each attachment, with its file named 'file'. Each item contains the whole application.",
		},
	],
	default: 'application',
	description:
		"How the node passes the application and its files to the next node. If the next nodes handle each file separately, choose 'One Item per Attachment'. With either choice, an application without attachments becomes one item.",
	builderHint: {
		propertyHint:
			"With 'attachment', each item has at most one file, in the binary field 'file', and its details in $json.attachment",
	},
};

export const acceptedFileTypes: INodeProperties = {
	displayName: 'Accepted File Types',
	name: 'acceptedFileTypes',
	type: 'string',
	noDataExpression: true,
	default: DEFAULT_FILE_TYPES,
	placeholder: 'e.g. pdf, docx, jpg',
	description:
		"The file types that you accept, as file extensions separated by commas. You can also enter MIME types, such as image/jpeg. A file of any other type gets the issue 'typeNotAccepted', and 'When Something Is Wrong' determines what happens to the application. To accept all types, clear this field.",
};

export const fileNames: INodeProperties = {
	displayName: 'File Names',
	name: 'fileNames',
	type: 'string',
	noDataExpression: true,
	default: '',
	placeholder: 'e.g. {job} - {lastName} {firstName} - {number} - {type}',
	description:
		'A pattern for the names of the files, such as {lastName} {firstName} - {job} - {type}, which gives DOE Jane - 0042-BAKER - CV - 4711.pdf. You can use {number}, {job}, {name}, {firstName}, {lastName}, {email}, {phone}, {city}, {source}, {title}, {type} (such as CV or letter), and {date}. The extension is added, and so is the application number if the pattern lacks it, so that files of different applications never have the same name. If this field is empty, the files keep the names that CleverConnect sends, made safe.',
	builderHint: {
		propertyHint:
			'To store or send files under other names, set a pattern here instead of renaming the files in a later node',
	},
};

export const language: INodeProperties = {
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
	description:
		"The language in which the item describes problems to recruiters, in 'issues' and 'summary.problems'",
};

export const reportRefusals: INodeProperties = {
	displayName: 'Report Refusals',
	name: 'reportRefusals',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		"Whether to add a 'Refused' output, which gets at most one item an hour for each reason why applications were refused",
};

export const skipDuplicates: INodeProperties = {
	displayName: 'Skip Exact Duplicates',
	name: 'skipDuplicates',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to confirm an exact copy of an accepted application without starting the workflow again',
};

/** The parameters that the editor always shows. */
export const parameters = [onIssues, output];

/** The parameters that the editor shows only after a person has added them. */
export const options = [acceptedFileTypes, fileNames, language, reportRefusals, skipDuplicates];

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
