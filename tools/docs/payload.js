// Generates the committed page and types from the JSON Schema of an application: `npm run docs`.
const { compile } = require('json-schema-to-typescript');
const prettier = require('prettier');

const WORDS = {
	array: 'list',
	integer: 'whole number',
	object: 'group of fields',
	string: 'text',
};

/** Returns the page as Markdown, formatted by prettier. */
async function composePayloadPage({ definitions, ...application }, prettierOptions) {
	const page = `<!-- Generated from application.schema.json by \`npm run docs\`. Do not edit. -->

# The fields of an application

**Which fields can I use in my workflow, and which ones must CleverConnect send?**

To use a field in n8n, write \`$json.\` before its name: \`{{ $json.candidate.email }}\`. A name with \`[]\` belongs to each entry of a list. The first entry has the number 0: \`{{ $json.attachments[0].fileName }}\`.

## What CleverConnect sends

${composeTable(['field', 'type', 'required', 'meaning'], listFields(application))}

- **Required** means that CleverConnect has to send the field. If the field is missing, the trigger still delivers the application and reports the issue [required](issue-codes.md#required). To handle such applications differently, change [When Something Is Wrong](settings.md#when-something-is-wrong).
- **Without an \`id\` and a \`candidate\`**, the trigger always refuses the application. CleverConnect then gets the answer [422](answers.md#422-not-an-application), which says what is missing. A text as \`id\` can have up to 64 characters.
- **Inside a list or a group**, a field is required only if CleverConnect sends that list or group.
- **A field with the value \`null\`** counts as not sent.
- **Other fields** come out as CleverConnect sent them, unless they have a name that the trigger or n8n itself uses, such as \`issues\`.

### Applications without files

A candidate can apply without a file. The item then has \`attachments\` as CleverConnect sent it: an empty list, \`null\`, or no field at all. An expression that works in every case is \`{{ ($json.attachments ?? []).length }}\`.

### Other forms that are accepted

- \`candidate.location\` can be a list with one address. It comes out as the address itself.
- \`attachments\` can be a single attachment without a list. It comes out as a list with one entry. Any other value except \`null\` raises the issue [type](issue-codes.md#type) and comes out as an empty list.

### Base64 and MIME types

- **Base64** is an encoding that writes a file as letters and digits, because CleverConnect can send only text.
- A **MIME type** is the standard name of a file type: \`application/pdf\` is the MIME type of PDF files.

## What the trigger adds

${composeTable(['field', 'type', 'meaning'], listFields(definitions.item))}

- **\`issues\` and \`receipt\`** are in every item. \`issues\` is an empty list if nothing is wrong. [Issue codes](issue-codes.md) explains every code.
- **The fields of \`attachments[]\`** are there if the file could be decoded. \`detectedType\` is missing if the content doesn't show a type.
- **\`content\`** is removed from an attachment once its file is decoded, unless you switch on [Keep Base64 Content](settings.md#keep-base64-content). [Using files](using-files.md) shows how to work with the file itself.

### One item per attachment

With [Output](settings.md#output) set to _One Item per Attachment_, each item also has \`attachment\`, the entry of its own file. The \`binaryField\` of that entry is \`file\`. The other entries in \`attachments\` have no \`binaryField\`. An application without attachments gives one item without \`attachment\`.

### Binary fields, fingerprints and paths

- A **binary field** is n8n's name for a file that belongs to an item.
- A **fingerprint** is a text of 64 characters that is calculated from the content (its SHA-256). The same content always has the same fingerprint, so you can use it to recognize a CV that you already have.
- **\`path\`** leads to a field from the outside in: \`/attachments/0/content\` is the \`content\` of the first attachment. Developers call this a JSON Pointer. An empty \`path\` means the whole application.
`;
	return await prettier.format(page, { ...prettierOptions, parser: 'markdown' });
}

/** Returns the TypeScript types of an application as CleverConnect sends it. */
async function composeTypes({ definitions, ...application }, prettierOptions) {
	return await compile(application, 'Application', {
		bannerComment: '// Generated from application.schema.json by `npm run docs`. Do not edit.',
		additionalProperties: true,
		style: prettierOptions,
	});
}

/** Returns every field of an object at any depth, with its path as in an expression. */
function listFields({ properties, required = [] }, prefix = '') {
	return Object.entries(properties).flatMap(([name, schema]) => {
		const path = prefix + name;
		const field = { path, schema, isRequired: required.includes(name) };
		return [
			...(schema.description ? [field] : []),
			...(schema.properties ? listFields(schema, `${path}.`) : []),
			...(schema.items?.properties ? listFields(schema.items, `${path}[].`) : []),
		];
	});
}

/** The columns that a table can have, by title. */
const COLUMNS = {
	field: ({ path }) => `\`${path}\``,
	type: ({ schema }) => describeType(schema),
	required: ({ isRequired }) => (isRequired ? 'yes' : 'no'),
	meaning: ({ schema }) => describeMeaning(schema),
};

function composeTable(titles, fields) {
	const rows = fields.map((field) => titles.map((title) => COLUMNS[title](field)));
	return [titles, titles.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

function describeType({ type = 'string' }) {
	return [type]
		.flat()
		.map((name) => WORDS[name])
		.join(' or ');
}

/** A description completes the message of an issue (`"email" must be …`), so it begins with the type. */
function describeMeaning({ description, enum: values }) {
	if (values) return values.map((value) => `\`${value}\``).join(' or ');
	const meaning = description.replace(/^text \((.*)\)$/, '$1').replace(/^an object with /, '');
	return meaning.charAt(0).toUpperCase() + meaning.slice(1);
}

module.exports = { composePayloadPage, composeTypes };
