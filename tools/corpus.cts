import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseAcceptedTypes } from '../nodes/CleverConnect/attachments/index.ts';
import { DEFAULT_FILE_TYPES } from '../nodes/CleverConnect/trigger/properties.ts';
import { withStatusLines } from './common/progress.cts';
import { checkFolder, type CheckedFolderFile } from './corpus/checkFolder.cts';
import { formatReport } from './corpus/report.cts';

const HELP = `npm run corpus -- <folder> [options]

Runs the trigger's checks on each file in a folder and its subfolders, as if an application
contained the file, and prints what would be flagged. The extension of a file's name counts as the
declared type. No file leaves this machine.

  --accept "pdf, docx"     the accepted file types (default: "${DEFAULT_FILE_TYPES}", as in the trigger)
  --names                  print the names of flagged and slow files, which may contain people's names
`;

/** An error in the command line, with a message for the user. */
class UsageError extends Error {}

async function main(): Promise<void> {
	const { values, positionals } = parse(process.argv.slice(2));
	if (values.help) return print(HELP);

	const [folder, ...others] = positionals;
	if (folder === undefined) throw new UsageError('The folder is missing.');
	if (others.length > 0) throw new UsageError(`Unexpected argument "${others[0]}".`);
	const isFolder = await stat(folder).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (!isFolder) throw new UsageError(`There is no folder "${folder}".`);
	const accepted = parseAcceptedTypes(values.accept);
	if (accepted.faults.length > 0) {
		throw new UsageError(`"${accepted.faults.join('", "')}" in --accept is not a file type.`);
	}

	const files: CheckedFolderFile[] = [];
	await withStatusLines(
		`Checking the files in ${folder}`,
		async () => {
			for await (const file of checkFolder(folder, accepted)) files.push(file);
		},
		() => `${files.length} files`,
	);
	print(`${formatReport(files, { withNames: values.names })}\n`);
	if (files.some(({ error }) => error !== undefined)) process.exitCode = 1;
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			allowPositionals: true,
			options: {
				accept: { type: 'string', default: DEFAULT_FILE_TYPES },
				names: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function print(text: string): void {
	process.stdout.write(text);
}

main().catch((error: unknown) => {
	const message = error instanceof Error ? error.message : String(error);
	const help = error instanceof UsageError ? ' For help, run npm run corpus -- --help.' : '';
	process.stderr.write(`${message}${help}\n`);
	process.exitCode = error instanceof UsageError ? 2 : 1;
});
