import type { INodeProperties } from 'n8n-workflow';

/** The value of 'Accepted File Types' until somebody adds the option. */
export const DEFAULT_FILE_TYPES = 'pdf, doc, docx';

const responseMode: INodeProperties = {
	displayName: 'Respond',
	name: 'responseMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Immediately',
			value: 'onReceived',
			description: 'As soon as n8n has stored the application, however long the workflow takes',
		},
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description:
				'After the workflow has succeeded. If it fails, CleverConnect gets an error instead.',
		},
	],
	default: 'onReceived',
	description:
		"When CleverConnect gets the confirmation that its application has arrived. Choose 'When Last Node Finishes' if your workflow takes only a few seconds, so that CleverConnect learns of a failure. Choose it also if n8n runs in queue mode (as several processes; ask your n8n administrator), where 'Immediately' can lose an application that was confirmed.",
	builderHint: {
		propertyHint:
			'Keep onReceived unless the workflow is quick and must succeed before the sender is told',
	},
};

const onIssues: INodeProperties = {
	displayName: 'When Something Is Wrong',
	name: 'onIssues',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Deliver and Flag',
			value: 'flag',
			description: "The workflow starts as usual, and the field 'issues' lists what is wrong",
		},
		{
			name: 'Reject',
			value: 'reject',
			description:
				'CleverConnect gets status 422 (invalid data). The application is lost unless it is sent again.',
		},
		{
			name: 'Send to Needs Review Output',
			value: 'review',
			description:
				"The application leaves the node at a second output, 'Needs Review', for a person to check",
		},
	],
	default: 'flag',
	description:
		'What to do with an application that has missing or invalid fields, or a suspicious file. A file is suspicious if it is empty, damaged, protected by a password or not what its type says, or if it contains macros.',
	builderHint: {
		propertyHint:
			'With review, the node has a second output for applications with issues: connect both. Otherwise it has one.',
	},
};

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'One Item per Application',
			value: 'application',
			description:
				"One item with all files, which are named 'resume', 'letter', 'resume_2' and so on",
		},
		{
			name: 'One Item per Attachment',
			value: 'attachment',
			description:
				"An item for each file, which is named 'file', with the whole application in each",
		},
	],
	default: 'application',
	description:
		"How the application and its files are passed to the next node. Choose 'One Item per Attachment' if the next nodes handle each file separately. An application without files is one item in both cases.",
	builderHint: {
		propertyHint:
			'With attachment, each item has one file, in the binary field file, and its entry in $json.attachment',
	},
};

const acceptedFileTypes: INodeProperties = {
	displayName: 'Accepted File Types',
	name: 'acceptedFileTypes',
	type: 'string',
	noDataExpression: true,
	default: DEFAULT_FILE_TYPES,
	placeholder: 'e.g. pdf, docx, jpg',
	description:
		"The types of files that you accept, as file extensions separated by commas. MIME types such as image/jpeg are also possible. Leave empty to accept all types. A file of another type gets the issue 'typeNotAccepted', and 'When Something Is Wrong' decides what happens to the application.",
};

const keepContent: INodeProperties = {
	displayName: 'Keep Base64 Content',
	name: 'keepContent',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		"Whether to also keep each file as text in the field 'content', as CleverConnect sends it (encoded in Base64). Needed only if a later node, such as a request to your ATS, asks for Base64. It makes executions larger and slower. The files themselves are there in any case.",
};

const maxFileSize: INodeProperties = {
	displayName: 'Maximum File Size (MB)',
	name: 'maxFileSize',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'The largest file that you accept. An application with a larger one is lost: CleverConnect gets status 413 (too large), and the workflow does not start. With 0, only the limit of n8n itself applies: 12 MB for all files together, unless your n8n administrator has raised it.',
};

const skipRedeliveries: INodeProperties = {
	displayName: 'Skip Re-Deliveries',
	name: 'skipRedeliveries',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to confirm an exact copy of an application that was accepted before, without starting the workflow again. CleverConnect may send a copy if the answer to the first one was slow or got lost.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [acceptedFileTypes, keepContent, maxFileSize, skipRedeliveries],
};

export const properties: INodeProperties[] = [responseMode, onIssues, output, options];
