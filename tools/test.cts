import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installBrowser } from './n8n/browser.cts';
import { say } from './progress.cts';

/** The scripts in package.json that make up the whole test, fast ones first. */
const STEPS = [
	['lint', "prettier and n8n's strict lint"],
	['test:types', 'types'],
	['test:coverage', 'unit and integration tests with coverage'],
	['test:package', "the tarball, and n8n's package scan"],
	['test:n8n', 'a real n8n with the tarball installed'],
	['test:browser', "n8n's editor in a browser"],
] as const;

async function main(): Promise<void> {
	// The last step needs a browser. If there is none, the test should fail now, not after ten minutes.
	await installBrowser();
	const results: Array<{ readonly text: string; readonly passed: boolean }> = [];
	for (const [index, [script, what, ...args]] of STEPS.entries()) {
		say(`\n━━ ${index + 1} of ${STEPS.length}: npm run ${script} (${what})\n`);
		const start = Date.now();
		const child = spawn('npm', ['run', '--silent', script, ...args], {
			stdio: 'inherit',
			shell: process.platform === 'win32',
		});
		const [code] = (await once(child, 'exit')) as [number | null];
		const seconds = Math.round((Date.now() - start) / 1000);
		const passed = code === 0;
		results.push({ text: `${passed ? 'passed' : 'FAILED'}  ${script} (${seconds} s)`, passed });
	}

	const failed = results.filter(({ passed }) => !passed).length;
	say(`\n${results.map(({ text }) => text).join('\n')}\n`);
	process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
	process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: Error) => {
	say(error.message);
	process.exitCode = 1;
});
