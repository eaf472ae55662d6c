import { buildSync } from 'esbuild';
import path from 'node:path';

/** Returns the code of a Code step: the functions of a file in the folder `code`, and the lines that call them. */
export function bundle(file: string, lines: string): string {
	const { outputFiles } = buildSync({
		entryPoints: [path.join(__dirname, 'code', file)],
		bundle: true,
		charset: 'utf8',
		format: 'esm',
		platform: 'neutral',
		target: 'es2022',
		write: false,
	});
	return String(outputFiles[0]?.text).replace(/export \{[^}]*\};\n$/, lines);
}
