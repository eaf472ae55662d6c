import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAcceptedTypes, readAttachments } from '../nodes/CleverConnect/attachments';
import { DEFAULT_FILE_TYPES } from '../nodes/CleverConnect/trigger/properties';

const USAGE = `npm run corpus -- <folder>

Runs the trigger's file checks on each file in a folder and its subfolders, and prints the file's
detected type and issues. The extension of a file's name counts as the declared type. To see what a
change does, compare the outputs before and after it. No file leaves this machine.`;

/** Returns the paths of the files in a folder and its subfolders, except those that are hidden. */
async function listFiles(folder: string, parent = ''): Promise<string[]> {
	const entries = await readdir(path.join(folder, parent), { withFileTypes: true });
	const visible = entries.filter(({ name }) => !name.startsWith('.'));
	const paths = visible.map(async (entry) => {
		const name = path.join(parent, entry.name);
		if (entry.isDirectory()) return await listFiles(folder, name);
		return entry.isFile() ? [name] : [];
	});
	return (await Promise.all(paths)).flat();
}

async function main(folder = ''): Promise<void> {
	if (!/^[^-]/.test(folder)) return console.log(USAGE);
	const acceptedTypes = parseAcceptedTypes(DEFAULT_FILE_TYPES);
	for (const name of (await listFiles(folder)).sort()) {
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
