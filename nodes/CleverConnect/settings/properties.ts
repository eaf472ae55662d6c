import type { INodeProperties } from 'n8n-workflow';

/** The value of 'Accepted File Types' unless someone changes it. */
export const DEFAULT_FILE_TYPES = 'pdf, doc, docx';

export const responseMode: INodeProperties = {
	displayName: 'Respond',
	name: 'responseMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Immediately',
			value: 'onReceived',
			description: 'As soon as n8n has stored the application, without waiting for the next steps',
		},
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description:
				'After the workflow has succeeded or begun a long wait. If it fails before that, CleverConnect receives an error.',
		},
	],
	default: 'onReceived',
	description:
		"When CleverConnect receives the confirmation that an application has arrived. Keep 'Immediately' unless CleverConnect resends applications after an error and your workflow takes only a few seconds. Ask your n8n administrator whether n8n runs in queue mode (as several processes). If it does, 'Immediately' can lose confirmed applications unless your administrator has added keep-applications.sql to PostgreSQL.",
	builderHint: {
		propertyHint:
			"Keep 'onReceived' unless the workflow is quick and the sender must learn whether it succeeded",
	},
};

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
			name: 'Reject',
			value: 'reject',
			description:
				'CleverConnect receives status 422 (invalid data). The application is lost unless they resend it.',
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
	displayName: 'Output',
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

export const keepContent: INodeProperties = {
	displayName: 'Keep Base64 Content',
	name: 'keepContent',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		"Whether to also keep each file as Base64 text in the 'content' field, as CleverConnect sends it. Turn on this option only if a later node, such as a request to your ATS, requires Base64, because it makes executions larger and slower. The node always outputs the files themselves.",
};

export const maxFileSize: INodeProperties = {
	displayName: 'Maximum File Size (MB)',
	name: 'maxFileSize',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		"The size of the largest file that you accept. If an application contains a larger file, CleverConnect receives status 413 (too large), the workflow does not start, and the application is lost unless they resend it. With 0, only n8n's own limit applies, which is 12 MB for all files together, unless your n8n administrator has raised it.",
};

export const skipRedeliveries: INodeProperties = {
	displayName: 'Skip Re-Deliveries',
	name: 'skipRedeliveries',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to confirm a duplicate of a previously accepted application without starting the workflow again. CleverConnect might send an application again if the response arrived late or was lost.',
};

/** The parameters that the editor always shows. */
export const parameters = [responseMode, onIssues, output];

/** The parameters that the editor shows only after a person has added them. */
export const options = [acceptedFileTypes, fileNames, keepContent, maxFileSize, skipRedeliveries];

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
