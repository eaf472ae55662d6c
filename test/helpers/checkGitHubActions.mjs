// Prints, as JSON, the problems that GitHub's language service finds in workflow files. Run this script with
// `--import tsx`, because the service imports JSON in a way that Node.js alone doesn't support.
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
