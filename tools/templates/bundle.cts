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

/** Returns a declaration of a function of a package, minified. */
export function minify(name: string, packageName: string): string {
	const contents = `export { ${name} } from '${packageName}'`;
	const stdin = { contents, resolveDir: __dirname };
	const { outputFiles } = buildSync({ ...OPTIONS, stdin, format: 'esm', minify: true });
	// Not esbuild's own wrapper, because n8n's Code step has no `Object.defineProperty`.
	const [, code, inside] =
		/^([^]*)export\{(\w+) as \w+\};\n$/.exec(String(outputFiles[0]?.text)) ?? [];
	return `// From the ${packageName} package, minified\nconst ${name} = (() => {${code}return ${inside}})();\n`;
}
