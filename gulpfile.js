const { mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const Ajv = require('ajv').default;
const standaloneCode = require('ajv/dist/standalone').default;
const esbuild = require('esbuild');
const gulp = require('gulp');
const prettierOptions = require('./.prettierrc.js');
const { composeTypes, updateReference } = require('./tools/docs/payload.js');
const packageJson = require('./package.json');

const NODE_FOLDER = 'nodes/CleverConnect';
const SCHEMA = `${NODE_FOLDER}/application/application.schema.json`;
const GENERATED = `${NODE_FOLDER}/application/generated`;
const BUNDLES = [...packageJson.n8n.nodes, ...packageJson.n8n.credentials];

/** Returns the schema. In its patterns, `${name}` is replaced with the part that has this name. */
async function readSchema() {
	const text = await readFile(SCHEMA, 'utf8');
	const { parts } = JSON.parse(text).definitions;
	return JSON.parse(text, (key, value) =>
		key === 'pattern' ? value.replace(/\$\{(\w+)\}/g, (_, name) => parts[name].pattern) : value,
	);
}

async function generateValidator() {
	const ajv = new Ajv({
		allErrors: true,
		allowUnionTypes: true,
		code: { source: true },
		strict: true,
		verbose: true,
	});
	const { definitions, ...application } = await readSchema();
	for (const [name, { pattern }] of Object.entries(definitions.formats)) {
		ajv.addFormat(name, new RegExp(pattern, 'u'));
	}
	ajv.addSchema(application, 'Application');
	const code = standaloneCode(ajv, { validate: 'Application' });
	await writeFile(`${GENERATED}/validate.js`, code);
}

/** Generates the schema of an item, from which n8n's assistant knows the fields before an application has arrived. */
async function generateOutputSchema() {
	const { definitions, ...application } = await readSchema();
	const sent = toOutputSchema(application);
	const { attachments, ...added } = toOutputSchema(definitions.item).properties;
	// What the trigger adds comes first, as in an item.
	const properties = merge({ ...added, ...sent.properties }, { attachments });
	const merged = { ...sent, properties };
	delete merged.properties.attachments.items.properties.content;
	merged.version = 1;

	const text = JSON.stringify(merged, null, '\t');
	const folder = `dist/${NODE_FOLDER}/__schema__`;
	await mkdir(`${folder}/v2.0.0`, { recursive: true });
	// n8n's server reads the first file, and @n8n/workflow-sdk reads the second one.
	await writeFile(`${folder}/v2.0.0.json`, text);
	await writeFile(`${folder}/v2.0.0/output.json`, text);
}

function toOutputSchema({ type, properties, items, enum: values }) {
	return {
		type: values ? 'string' : [type].flat()[0],
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, schema]) => [name, toOutputSchema(schema)]),
			),
		}),
		...(items && { items: toOutputSchema(items) }),
	};
}

function merge(base, addition) {
	if (typeof base !== 'object' || typeof addition !== 'object') return addition;
	const merged = { ...base };
	for (const [name, value] of Object.entries(addition)) merged[name] = merge(base[name], value);
	return merged;
}

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/**
 * The only Node.js module that n8n allows in a community node is `crypto`. mime-types uses `path` only to find the
 * extension of a file name, and the node never calls the functions that do so.
 */
const withoutPath = {
	name: 'without-path',
	setup(build) {
		build.onResolve({ filter: /^path$/ }, () => ({ path: 'path', namespace: 'without-path' }));
		build.onLoad({ filter: /.*/, namespace: 'without-path' }, () => ({
			contents: 'exports.extname = () => { throw new Error("path is not bundled"); };',
		}));
	},
};

async function bundle() {
	const { metafile } = await esbuild.build({
		metafile: true,
		entryPoints: BUNDLES.map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts')),
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		loader: { '.html': 'text' },
		external: ['n8n-workflow', 'node:crypto'],
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['main', 'module'],
		conditions: ['default'],
		target: 'node20',
		plugins: [withoutPath],
		legalComments: 'none',
	});
	await writeLicences(Object.keys(metafile.inputs));
}

/** The licenses require that their texts are distributed together with the bundled packages. */
async function writeLicences(files) {
	const folders = new Set(
		files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
	);
	const texts = [...folders].sort().map(async (folder) => {
		const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
		const licenceFile = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
		const text = licenceFile ? await readFile(`${folder}/${licenceFile}`, 'utf8') : '';
		return `${name} ${version} (${license})\n\n${text.trim()}\n`;
	});
	const separator = `\n${'-'.repeat(80)}\n\n`;
	await writeFile('dist/THIRD_PARTY_LICENSES.txt', (await Promise.all(texts)).join(separator));
}

function copyAssets() {
	return gulp
		.src([`${NODE_FOLDER}/*.svg`, `${NODE_FOLDER}/*.node.json`], { base: '.', encoding: false })
		.pipe(gulp.dest('dist'));
}

/** Generates a page's tables and a module. They are committed, because people and code editors read them. */
async function docs() {
	const schema = await readSchema();
	const page = await readFile('docs/reference.md', 'utf8');
	await writeFile('docs/reference.md', updateReference(page, schema));
	await writeFile(`${GENERATED}/application.ts`, await composeTypes(schema, prettierOptions));
}

exports.docs = docs;
exports.generate = generateValidator;
exports.build = gulp.series(
	gulp.parallel(clean, generateValidator),
	gulp.parallel(bundle, copyAssets, generateOutputSchema),
);
