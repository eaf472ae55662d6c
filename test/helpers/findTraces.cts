import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Returns the files in n8n's folder that contain a text, except files from packages. */
export async function findTraces(text: string, root: string, folder = root): Promise<string[]> {
	const entries = await readUnlessDeleted(readdir(folder, { withFileTypes: true }), []);
	const traces = await Promise.all(
		entries.map(async (entry) => {
			const file = path.join(folder, entry.name);
			if (entry.isDirectory()) {
				return entry.name === 'node_modules' ? [] : await findTraces(text, root, file);
			}
			if (!entry.isFile()) return [];
			const bytes = await readUnlessDeleted(readFile(file), Buffer.alloc(0));
			return bytes.includes(text) ? [path.relative(root, file)] : [];
		}),
	);
	return traces.flat();
}

/** Returns the result of a read, or a default value if n8n has since deleted the file or folder. */
async function readUnlessDeleted<T>(reading: Promise<T>, otherwise: T): Promise<T> {
	try {
		return await reading;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
		throw error;
	}
}
