import type { CheckedFolderFile } from './checkFolder.cts';

const SLOWEST = 5;
const PLAIN = '(none)';
const UNKNOWN = '(not recognized)';
const FAILED = '(error)';

/** Returns a summary of checked files for the terminal. It contains file names only with `withNames`. */
export function formatReport(
	files: readonly CheckedFolderFile[],
	options: { readonly withNames: boolean },
): string {
	const flagged = files.filter(({ issues, error }) => issues.length > 0 || error !== undefined);
	const bytes = files.reduce((sum, { size }) => sum + size, 0);
	return [
		`Files: ${files.length} (${formatSize(bytes)}), ${flagged.length} of them flagged.`,
		formatGroups(files, options.withNames),
		formatSlowest(files, options.withNames),
		formatErrors(files, options.withNames),
	]
		.filter((part) => part !== '')
		.join('\n\n');
}

function formatGroups(files: readonly CheckedFolderFile[], withNames: boolean): string {
	if (files.length === 0) return '';
	const groups = new Map<string, CheckedFolderFile[]>();
	for (const file of files) {
		const key = JSON.stringify([file.extension, describeType(file), file.issues]);
		groups.set(key, [...(groups.get(key) ?? []), file]);
	}
	return [...groups.values()]
		.sort((a, b) => b.length - a.length)
		.flatMap((group) => [describeGroup(group), ...namesOf(group, withNames)])
		.join('\n');
}

/** Returns the number of files, the extension of their names, the detected type, and the issues. */
function describeGroup(group: readonly CheckedFolderFile[]): string {
	const [first] = group;
	if (first === undefined) return '';
	const extension = first.extension === '' ? PLAIN : `.${first.extension}`;
	const cells = [String(group.length).padStart(6), extension, describeType(first)];
	return [...cells, first.issues.join(', ')].join('  ').trimEnd();
}

function describeType({ detectedType, error }: CheckedFolderFile): string {
	return error === undefined ? (detectedType ?? UNKNOWN) : FAILED;
}

function namesOf(group: readonly CheckedFolderFile[], withNames: boolean): string[] {
	const isFlagged = group.some(({ issues }) => issues.length > 0);
	return withNames && isFlagged ? group.map(({ name }) => `        ${name}`) : [];
}

function formatSlowest(files: readonly CheckedFolderFile[], withNames: boolean): string {
	if (files.length === 0) return '';
	const slowest = [...files].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
	const lines = slowest.map((file) =>
		[
			`${file.milliseconds.toFixed(1)} ms`.padStart(11),
			formatSize(file.size).padStart(9),
			withNames ? file.name : describeType(file),
		].join('  '),
	);
	return ['Slowest:', ...lines].join('\n');
}

function formatErrors(files: readonly CheckedFolderFile[], withNames: boolean): string {
	const failed = files.filter(({ error }) => error !== undefined);
	if (failed.length === 0) return 'No file raised an error.';
	const lines = failed.map(
		({ name, extension, error }) => `  ${withNames ? name : `.${extension}`}: ${error}`,
	);
	return [`Files that raised an error: ${failed.length}`, ...lines].join('\n');
}

function formatSize(bytes: number): string {
	return bytes < 1_000_000
		? `${Math.ceil(bytes / 1000)} KB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}
