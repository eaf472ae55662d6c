import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
	readAttachments,
	type AcceptedTypes,
} from '../../nodes/CleverConnect/attachments/index.ts';

/** The result of the trigger's checks for one file in a folder. */
export interface CheckedFolderFile {
	/** The path relative to the folder. */
	readonly name: string;
	/** The name's extension, in lower case and without a dot. Empty if there is no extension. */
	readonly extension: string;
	readonly size: number;
	readonly milliseconds: number;
	/** Absent if the bytes show no type. */
	readonly detectedType?: string | undefined;
	/** The codes of the issues. */
	readonly issues: readonly string[];
	/** The message of an error that the checks or the file system threw. */
	readonly error?: string;
}

/**
 * Checks each file in a folder and its subfolders as if an attachment declared its extension as its type. Hidden files are skipped.
 */
export async function* checkFolder(
	folder: string,
	accepted: AcceptedTypes,
): AsyncGenerator<CheckedFolderFile> {
	for await (const name of listFiles(folder, '')) {
		yield await checkFile(folder, name, accepted);
	}
}

async function* listFiles(folder: string, inside: string): AsyncGenerator<string> {
	const entries = await readdir(path.join(folder, inside), { withFileTypes: true });
	for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const name = path.join(inside, entry.name);
		if (entry.name.startsWith('.')) continue;
		if (entry.isDirectory()) yield* listFiles(folder, name);
		else if (entry.isFile()) yield name;
	}
}

async function checkFile(
	folder: string,
	name: string,
	accepted: AcceptedTypes,
): Promise<CheckedFolderFile> {
	const extension = path.extname(name).slice(1).toLowerCase();
	let size = 0;
	const start = performance.now();
	const elapsed = () => performance.now() - start;
	try {
		const bytes = await readFile(path.join(folder, name));
		size = bytes.length;
		const attachment = {
			type: 'resume',
			contentType: extension,
			fileName: path.basename(name),
			content: bytes.toString('base64'),
		};
		const [checked] = readAttachments({ attachments: [attachment] }, accepted);
		const issues = checked?.issues.map(({ code }) => code) ?? [];
		const detectedType = checked?.file?.detectedType;
		return { name, extension, size, milliseconds: elapsed(), detectedType, issues };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return { name, extension, size, milliseconds: elapsed(), issues: [], error: message };
	}
}
