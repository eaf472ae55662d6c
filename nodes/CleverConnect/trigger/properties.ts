import type { INodeProperties } from 'n8n-workflow';

/** What *Accepted File Types* is where nobody has added it. */
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
			description:
				'Confirm as soon as n8n has stored the application. With n8n in queue mode, choose the other one.',
		},
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description:
				'Confirm after the workflow has succeeded. If it fails, CleverConnect can send again.',
		},
	],
	default: 'onReceived',
	description: 'When to confirm to CleverConnect that the application has arrived',
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
			description: 'The application comes out as usual, and its field "issues" says what is wrong',
		},
		{
			name: 'Reject With 422',
			value: 'reject',
			description:
				'CleverConnect is told why, and nothing comes out. Unless it is sent again, the application is lost.',
		},
		{
			name: 'Send to Needs Review Output',
			value: 'review',
			description: 'The application comes out of a second output, so that a person can look at it',
		},
	],
	default: 'flag',
	description:
		'What to do with an application that is incomplete, or has a file that is empty, broken, of a doubtful type, with a password or with macros',
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
			description: 'The files are in the binary fields "resume", "letter", "resume_2" and so on',
		},
		{
			name: 'One Item per Attachment',
			value: 'attachment',
			description: 'Each item has one file, in the binary field "file", and the whole application',
		},
	],
	default: 'application',
	description: 'How the application and its files are handed to the next node',
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
	placeholder: 'e.g. pdf, docx, image/jpeg',
	description:
		'File extensions or MIME types, separated by commas. A file of another type gets the issue "typeNotAccepted", and "When Something Is Wrong" decides what happens then. Leave empty to accept all.',
};

const keepContent: INodeProperties = {
	displayName: 'Keep Base64 Content',
	name: 'keepContent',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to leave the content of each file in the JSON as well, as the base64 text that CleverConnect sent. Makes executions larger and slower, and the files come out without it too.',
};

const maxFileSize: INodeProperties = {
	displayName: 'Maximum File Size (MB)',
	name: 'maxFileSize',
	type: 'number',
	noDataExpression: true,
	typeOptions: { minValue: 0 },
	default: 0,
	description:
		'An application with a larger file is refused (HTTP status 413) and does not come out. 0 means no limit but that of n8n itself.',
};

const skipRedeliveries: INodeProperties = {
	displayName: 'Skip Re-Deliveries',
	name: 'skipRedeliveries',
	type: 'boolean',
	noDataExpression: true,
	default: true,
	description:
		'Whether to confirm an exact copy of an application that was accepted before, without running the workflow again. CleverConnect repeats an application when the answer was slow or lost.',
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
