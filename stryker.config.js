const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { projects } = require('./jest.config');

const STAGES = ['access', 'application', 'attachments', 'redeliveries'];
const [unit] = projects;

/** Mutation testing of what decides, by the unit tests: those on n8n-core take too long. */
module.exports = {
	mutate: [
		...STAGES.map((stage) => `nodes/CleverConnect/${stage}/**/*.ts`),
		'nodes/CleverConnect/{base64,n8nLifecycle,response}.ts',
		'!**/generated/**',
	],
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		config: {
			...unit,
			projects: [],
			testEnvironment: require.resolve('./tools/mutation/bailingEnvironment.cjs'),
			testMatch: ['<rootDir>/test/unit/**/*.test.cts'],
		},
	},
	coverageAnalysis: 'perTest',
	thresholds: { high: 95, low: 90, break: 90 },
	// Outside of the checkout, where neither git nor jest nor a linter comes across it.
	tempDirName: join(tmpdir(), 'n8n-nodes-cleverconnect-mutation'),
	timeoutMS: 15_000,
	// On Node.js 20, each test file that jest has run in a process slows down what that process does next.
	maxTestRunnerReuse: 40,
	reporters: ['clear-text', 'progress', 'html'],
	htmlReporter: { fileName: 'reports/mutation.html' },
};
