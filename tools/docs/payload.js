// Generates the committed files that derive from the JSON Schema of an application: `npm run docs`.
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

**Which fields can I use in my workflow, and which fields must CleverConnect send?**

To use a field in n8n, write \`$json.\` before its name, as in \`{{ $json.candidate.email }}\`. If a name contains \`[]\`, each entry of a list has this field. The first entry has the number 0, as in \`{{ $json.attachments[0].fileName }}\`.

## What CleverConnect sends

${composeTable(['field', 'type', 'required', 'meaning'], listFields(application))}

- **Required** means that CleverConnect must send the field. If the field is missing, the trigger still outputs the application and reports the issue [required](issue-codes.md#required). To handle such applications differently, change [When Something Is Wrong](settings.md#when-something-is-wrong).
- **If \`id\` or \`candidate\` is missing**, the trigger always refuses the application. CleverConnect then receives the answer [422](answers.md#422-not-an-application), which identifies the missing field. If \`id\` is a text, it can have up to 64 characters.
- **Inside a list or a group**, a field is required only if CleverConnect sends that list or group.
- **If a field has the value \`null\`**, the trigger treats the field as missing.
- **Other fields** stay in the item as CleverConnect sent them, except for fields whose names the trigger or n8n itself uses, such as \`issues\`.

### Applications without files

A candidate can apply without a file. In the item, \`attachments\` is then an empty list, \`null\` or absent, depending on what CleverConnect sent. The expression \`{{ ($json.attachments ?? []).length }}\` works in all three cases.

### Other accepted forms

- \`candidate.location\` can be a list with one address. The trigger then outputs the address itself.
- \`attachments\` can be a single attachment without a list. The trigger then outputs a list with one entry. For any other value except \`null\`, the trigger reports the issue [type](issue-codes.md#type) and outputs an empty list.

### Base64 and MIME types

- **Base64** is an encoding that represents a file as text. CleverConnect uses this encoding because applications are sent as text.
- A **MIME type** is the standard name of a file type. For example, \`application/pdf\` is the MIME type of PDF files.

## What the trigger adds

${composeTable(['field', 'type', 'meaning'], listFields(definitions.item))}

- **\`issues\` and \`receipt\`** are in every item. If the application has no problems, \`issues\` is an empty list. [Issue codes](issue-codes.md) explains every code.
- **The fields of \`attachments[]\`** are present if the trigger could decode the file. If the content doesn't identify the type, \`detectedType\` is missing.
- **\`content\`** is removed from an attachment after the trigger has decoded the file, unless you switch on [Keep Base64 Content](settings.md#keep-base64-content). [Using files](using-files.md) shows how to work with the file itself.

### One item per attachment

If [Output](settings.md#output) is set to _One Item per Attachment_, each item also has the field \`attachment\`, which describes the item's own file. The \`binaryField\` of this file is \`file\`. The other entries in \`attachments\` have no \`binaryField\`. If an application has no attachments, the trigger outputs one item without \`attachment\`.

### Binary fields, fingerprints and paths

- A **binary field** is n8n's term for a file that belongs to an item.
- A **fingerprint** is a text of 64 characters that is calculated from the content (its SHA-256). The same content always has the same fingerprint, so you can use it to recognize a CV that you already have.
- A **\`path\`** shows the way to a field, from the outermost name to the innermost. For example, \`/attachments/0/content\` leads to the \`content\` of the first attachment. Developers call such a path a JSON Pointer. An empty \`path\` refers to the whole application.
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

/** Returns all fields of an object, including nested ones, each with its path as written in an expression. */
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
