import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAcceptedTypes, readAttachments } from '../nodes/CleverConnect/attachments';
import { DEFAULT_FILE_TYPES } from '../nodes/CleverConnect/trigger/properties';

const USAGE = `npm run corpus -- <folder>

Runs the trigger's file checks on each file in a folder and its subfolders, and prints the file's
detected type and issues. The extension of a file's name counts as the declared type. To see what a
change does, compare the outputs before and after it. No file leaves this machine.`;

/** Hidden files are skipped. */
async function main(folder = ''): Promise<void> {
	if (!/^[^-]/.test(folder)) return console.log(USAGE);
	const acceptedTypes = parseAcceptedTypes(DEFAULT_FILE_TYPES);
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const names = files.map((file) => path.relative(folder, path.join(file.parentPath, file.name)));
	for (const name of names.filter((each) => !/(?:^|[\\/])\./.test(each)).sort()) {
		const attachment = {
			type: 'resume',
			contentType: path.extname(name).slice(1),
			fileName: path.basename(name),
			content: (await readFile(path.join(folder, name))).toString('base64'),
		};
		const [checked] = readAttachments({ attachments: [attachment] }, acceptedTypes);
		const issues = checked?.issues.map(({ code }) => code).join(' ');
		console.log([name, checked?.file?.detectedType ?? 'unknown', issues].join('\t'));
	}
}

void main(process.argv[2]);
