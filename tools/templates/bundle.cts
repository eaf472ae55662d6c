import { buildSync, type BuildOptions } from 'esbuild';
import path from 'node:path';

const OPTIONS = {
	bundle: true,
	charset: 'utf8',
	platform: 'neutral',
	mainFields: ['module', 'main'],
	target: 'es2022',
	write: false,
} satisfies BuildOptions;

/** Returns the code of a Code step: the functions of a file in the folder `code`, and the lines that call them. */
export function bundle(file: string, lines: string): string {
	const entryPoints = [path.join(__dirname, 'code', file)];
	const { outputFiles } = buildSync({ ...OPTIONS, entryPoints, format: 'esm' });
	return String(outputFiles[0]?.text).replace(/export \{[^}]*\};\n$/, lines);
}

/** Returns a function of a package as one minified line, which declares `library`. */
export function minify(name: string, packageName: string): string {
	const contents = `export { ${name} } from '${packageName}'`;
	const stdin = { contents, resolveDir: __dirname };
	const format = { format: 'iife', globalName: 'library', minify: true } as const;
	const { outputFiles } = buildSync({ ...OPTIONS, stdin, ...format });
	return `// From the ${packageName} package, minified\n${outputFiles[0]?.text}`;
}
