const common = {
	testEnvironment: 'node',
	moduleFileExtensions: ['ts', 'cts', 'js', 'json', 'node'],
	transform: {
		'\\.html$': '<rootDir>/test/helpers/htmlTransform.cjs',
		'\\.(?:c?ts|js)$': [
			'ts-jest',
			{
				diagnostics: false,
				tsconfig: {
					allowJs: true,
					esModuleInterop: true,
					isolatedModules: true,
					module: 'commonjs',
					moduleResolution: 'node10',
					target: 'es2022',
				},
			},
		],
	},
	transformIgnorePatterns: ['/node_modules/', '/generated/'],
};

/** These projects start other programs. */
const withPrograms = {
	...common,
	setupFilesAfterEnv: ['<rootDir>/test/helpers/eachFile.cts'],
};

/** These projects share one n8n. */
const withN8n = {
	...withPrograms,
	globalSetup: '<rootDir>/test/helpers/startN8n.cts',
	globalTeardown: '<rootDir>/test/helpers/stopN8n.cts',
};

module.exports = {
	projects: [
		{
			...common,
			displayName: 'unit',
			globalSetup: '<rootDir>/test/helpers/generateValidator.cjs',
			testMatch: ['<rootDir>/test/unit/**/*.test.cts'],
			watchPathIgnorePatterns: ['/generated/'],
		},
		{
			...withPrograms,
			displayName: 'package',
			testMatch: ['<rootDir>/test/package/**/*.test.cts'],
		},
		{ ...withN8n, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.cts'] },
		{ ...withN8n, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.cts'] },
		{
			...withN8n,
			displayName: 'production',
			testMatch: ['<rootDir>/test/production/**/*.test.cts'],
		},
	],
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts', '!**/generated/**'],
	coverageReporters: ['text'],
	coverageThreshold: {
		global: { branches: 95, lines: 95 },
		'./nodes/CleverConnect/access/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/application/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/attachments/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/documents/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/duplicates/': { branches: 100, lines: 100 },
	},
};
