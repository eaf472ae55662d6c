import { run } from './common/command.cts';
import { installBrowser } from './n8n/install/browser.cts';
import { buildPackage } from './n8n/install/communityPackage.cts';
import { installN8n } from './n8n/install/installation.cts';

/** Steps that need no n8n. Two of them run at a time, the longest first. */
const WITHOUT_N8N = [
	['unit tests with coverage', 'jest --selectProjects unit --coverage --maxWorkers=1'],
	['format and lint', 'npm run --silent lint'],
	['types', 'tsc'],
	['test/package', 'jest --selectProjects package --maxWorkers=1'],
] as const;

const results: string[] = [];

/** Runs a step and prints its output once it has ended. */
async function runStep(name: string, command: string): Promise<void> {
	const start = Date.now();
	let outcome = 'passed';
	const output = await run('sh', ['-c', `${command} 2>&1`]).catch(({ message }: Error) => {
		process.exitCode = 1;
		outcome = 'FAILED';
		return message;
	});
	const result = `${outcome}  ${name} (${Math.round((Date.now() - start) / 1000)} s)`;
	results.push(result);
	console.log(`\n${output}\n━━ ${result}`);
}

async function main(): Promise<void> {
	// The last step needs n8n and a browser. If either can't be installed, `npm test` should fail now.
	await installBrowser();
	await installN8n();
	await buildPackage();
	const queue = WITHOUT_N8N.values();
	const work = async () => {
		for (const [name, command] of queue) await runStep(name, command);
	};
	await Promise.all([work(), work()]);
	await runStep(
		'a real n8n with the tarball installed, and its editor in a browser',
		'jest --selectProjects n8n browser --maxWorkers=2',
	);
	console.log(`\n${results.join('\n')}`);
}

void main();
