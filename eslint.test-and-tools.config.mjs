import tseslint from 'typescript-eslint';

/**
 * The rules for tools and tests. Their TypeScript files are `*.cts`, because n8n's strict lint requires n8n's own
 * eslint.config.mjs, whose rules for nodes apply to every `*.ts` file.
 */
export default tseslint.config(
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['{test,tools}/**/*.cts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['{test,tools}/**/*.{cjs,js,mjs}'],
		rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
	},
);
