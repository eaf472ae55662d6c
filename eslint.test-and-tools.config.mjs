import tseslint from 'typescript-eslint';

/**
 * The rules for programs and tests. n8n's strict lint wants eslint.config.mjs exactly as n8n made it, and its rules are
 * for nodes: they apply to every `*.ts`, which is why programs and tests are `*.cts`.
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
		files: ['{test,tools}/**/*.{cjs,js,mjs}', '*.{js,mjs}'],
		rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
	},
);
