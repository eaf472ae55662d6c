import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseAcceptedTypes } from '../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../nodes/CleverConnect/attachments/readAttachments';
import { DEFAULT_FILE_TYPES } from '../nodes/CleverConnect/settings/properties';

const USAGE = `npm run corpus -- <folder>

Runs the trigger's file checks on each file in a folder and its subfolders, except hidden ones, and
prints the file's detected type and issues. The extension of a file's name counts as the declared
type. To see what a change does, compare the outputs before and after it. No file leaves this machine.`;

async function main(folder = ''): Promise<void> {
	if (!/^[^-]/.test(folder)) return console.log(USAGE);
	const acceptedTypes = parseAcceptedTypes(DEFAULT_FILE_TYPES);
	for (const name of (await readdir(folder, { recursive: true })).sort()) {
		const file = path.join(folder, name);
		const isHidden = name.split(path.sep).some((part) => part.startsWith('.'));
		if (isHidden || !(await stat(file)).isFile()) continue;
		const attachment = {
			type: 'resume',
			contentType: path.extname(name).slice(1),
			fileName: path.basename(name),
			content: (await readFile(file)).toString('base64'),
		};
		const [checked] = readAttachments({ attachments: [attachment] }, acceptedTypes);
		const issues = checked?.findings.map(({ code }) => code).join(' ');
		console.log([name, checked?.file?.detectedType ?? 'unknown', issues].join('\t'));
	}
}

void main(process.argv[2]);
