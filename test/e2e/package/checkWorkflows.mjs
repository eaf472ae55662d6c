// Prints as JSON what GitHub's own language service finds wrong in workflow files. To be run with
// `--import tsx`, because the service imports JSON in a way that Node.js by itself does not accept.
import { readFile } from 'node:fs/promises';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

const findings = [];
for (const file of process.argv.slice(2)) {
	const text = await readFile(file, 'utf8');
	const diagnostics = await validate(TextDocument.create(`file://${file}`, 'yaml', 1, text));
	for (const { range, message } of diagnostics) {
		findings.push(`${file}:${range.start.line + 1}: ${message}`);
	}
}
console.log(JSON.stringify(findings));
