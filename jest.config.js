const common = {
	testEnvironment: 'node',
	moduleFileExtensions: ['ts', 'cts', 'js', 'json', 'node'],
	transform: {
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

/** Installs n8n before the tests, so that the installation doesn't count towards their time limits. */
const withN8n = { ...common, globalSetup: '<rootDir>/test/e2e/installFirst.cts' };

module.exports = {
	projects: [
		{ ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.cts'] },
		{
			...common,
			displayName: 'integration',
			testMatch: ['<rootDir>/test/integration/**/*.test.cts'],
		},
		{ ...common, displayName: 'package', testMatch: ['<rootDir>/test/e2e/package/**/*.test.cts'] },
		{
			...withN8n,
			displayName: 'n8n',
			testMatch: ['<rootDir>/test/e2e/{n8n,hostile}/**/*.test.cts'],
		},
		{
			...common,
			displayName: 'browser',
			globalSetup: '<rootDir>/test/e2e/browser/installFirst.cts',
			testMatch: ['<rootDir>/test/e2e/browser/**/*.test.cts'],
		},
		{ ...withN8n, displayName: 'scale', testMatch: ['<rootDir>/test/scale/**/*.test.cts'] },
	],
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts', '!**/generated/**'],
	coverageReporters: ['text'],
	coverageThreshold: {
		global: { branches: 95, lines: 95 },
		'./nodes/CleverConnect/access/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/application/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/attachments/': { branches: 100, lines: 100 },
		'./nodes/CleverConnect/redeliveries/': { branches: 100, lines: 100 },
	},
};
