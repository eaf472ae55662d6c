import { parseArgs } from 'node:util';
import { readTarget, TARGET_HELP, TARGET_OPTIONS } from './send/commandLine.cts';
import { post, type Answer, type Target } from './send/target.cts';
import { composeRequests, judge, type CheckAnswer, type CheckRequest } from './check/checks.cts';
import { composeText } from './check/report.cts';
import { PADDED_APPLICATION } from './samples/exampleApplication.cts';

const USAGE = `Checks whether your n8n instance is ready for applications, without delivering an application.

  npm run check -- <url> --token <token> [options]

  <url>                    the production URL of the CleverConnect Trigger
${TARGET_HELP}

Run it on a computer outside your network, which reaches n8n in the same way as CleverConnect.

The exit code is 0 if nothing is wrong, and 1 if something is.
`;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({ allowPositionals: true, options: TARGET_OPTIONS });
	if (values.help) return console.log(USAGE);
	const target = readTarget(positionals, values);
	const setup = { url: target.url.href };
	const answers: CheckAnswer[] = [];
	for (const request of composeRequests(setup, PADDED_APPLICATION)) {
		process.stderr.write(`Checking: ${request.title} …\n`);
		answers.push({ title: request.title, ...(await send(request, target)) });
		if (answers[0]?.status !== 200) break;
	}
	const results = judge(setup, answers);
	process.stdout.write(`\n${composeText(results)}`);
	process.exitCode = results.some(({ mark }) => mark === '✗') ? 1 : 0;
}

async function send(request: CheckRequest, target: Target): Promise<Answer> {
	const body = request.body.replaceAll('{padding}', 'ICAg'.repeat(request.padding));
	const without = request.sending === 'withoutToken' && { authentication: 'none' };
	return await post({ ...target, ...without, url: new URL(request.url) }, { ...request, body });
}

void main();
