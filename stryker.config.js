const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { projects } = require('./jest.config');

const FOLDERS = [
	'access',
	'application',
	'attachments',
	'common',
	'documents',
	'duplicates',
	'fileNames',
	'issues',
	'items',
	'responses',
	'testForm',
];
const FILES = ['n8nLifecycle', 'request', 'settings/readSettings'];
// `npm run mutation` has already generated the validator, which `globalSetup` would generate again for each run.
const [{ globalSetup: _globalSetup, ...unit }] = projects;

/** Mutation testing for these folders and files, without the tests that use n8n-core, because these take too long. */
module.exports = {
	mutate: [
		...FOLDERS.map((folder) => `nodes/CleverConnect/${folder}/**/*.ts`),
		`nodes/CleverConnect/{${FILES}}.ts`,
		'!**/generated/**',
	],
	testRunner: 'jest',
	jest: {
		projectType: 'custom',
		config: {
			...unit,
			projects: [],
			testEnvironment: require.resolve('./tools/mutation/bailingEnvironment.cjs'),
			testMatch: [
				`<rootDir>/test/unit/{${FOLDERS},credentials}/**/*.test.cts`,
				`<rootDir>/test/unit/{${FILES}}.test.cts`,
			],
		},
	},
	coverageAnalysis: 'perTest',
	thresholds: { high: 95, low: 90, break: 90 },
	// Outside the checkout, so that git, jest, and linters don't find the folder.
	tempDirName: join(tmpdir(), 'n8n-nodes-cleverconnect-mutation'),
	timeoutMS: 15_000,
	// On Node.js 20, a jest process gets slower with each test file that it runs.
	maxTestRunnerReuse: 40,
	reporters: ['clear-text', 'progress', 'html'],
	htmlReporter: { fileName: 'reports/mutation.html' },
};
