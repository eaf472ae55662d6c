// Composes what is committed of the JSON Schema of an application: `npm run docs`.
const { compile } = require('json-schema-to-typescript');
const prettier = require('prettier');

const WORDS = {
	array: 'list',
	integer: 'whole number',
	object: 'group of fields',
	string: 'text',
};

/** The page as Markdown, formatted as the lint wants it. */
async function composePayloadPage({ definitions, ...application }, prettierOptions) {
	const page = `<!-- Made from application.schema.json by \`npm run docs\`. Do not edit. -->

# The fields of an application

**What can I use in my workflow, and what does CleverConnect have to send?**

To use a field in n8n, write \`$json.\` before its name: \`{{ $json.candidate.email }}\`. A name with \`[]\` belongs to each entry of a list, and the first entry has the number 0: \`{{ $json.attachments[0].fileName }}\`.

## What CleverConnect sends

${composeTable('required', listFields(application))}

- A required field inside a list or a group is required wherever that list or group is sent.
- A field that is sent as \`null\` counts as not sent.
- \`candidate.location\` may also come as a list with one address: it comes out as the address itself.
- Fields that are not in this table come out as they were sent.
- An application that breaks these rules is still delivered, and its \`issues\` say what is wrong. You can change that with [When Something Is Wrong](../README.md#options). Only without a usable \`id\` and a \`candidate\` it is refused in any case.

## What the trigger adds

${composeTable('always there', listFields(definitions.item))}

The fields of \`attachments[]\` are there for each file that could be read. Its text in base64, \`content\`, is taken out of the item then, unless you switch on _Keep Base64 Content_; the file itself is in the item's binary data, under the name that \`binaryField\` says.
`;
	return await prettier.format(page, { ...prettierOptions, parser: 'markdown' });
}

/** The TypeScript types of what CleverConnect sends. */
async function composeTypes({ definitions, ...application }, prettierOptions) {
	return await compile(application, 'Application', {
		bannerComment: '// Made from application.schema.json by `npm run docs`. Do not edit.',
		additionalProperties: true,
		style: prettierOptions,
	});
}

/** Every field of an object, in depth: its name as written in an expression, and its schema. */
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

function composeTable(requiredTitle, fields) {
	const rows = fields.map(
		({ path, schema, isRequired }) =>
			`| \`${path}\` | ${describeType(schema)} | ${isRequired ? 'yes' : 'no'} | ${describeMeaning(schema)} |`,
	);
	return [
		`| field | what it is | ${requiredTitle} | meaning |`,
		'| --- | --- | --- | --- |',
		...rows,
	].join('\n');
}

function describeType({ type = 'string' }) {
	return [type]
		.flat()
		.map((name) => WORDS[name])
		.join(' or ');
}

/** Descriptions are the ends of sentences ("email" must be …), and say first what a field is. */
function describeMeaning({ description }) {
	const meaning = description.replace(/^a text: /, '');
	return meaning.charAt(0).toUpperCase() + meaning.slice(1);
}

module.exports = { composePayloadPage, composeTypes };
