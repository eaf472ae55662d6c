import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './common/progress.cts';
import { inventApplication } from './samples/inventApplication.cts';
import { describe, describeAnswer, findDifference, type Answer } from './send/answer.cts';
import { parse, readTarget, TARGET_HELP, UsageError } from './send/commandLine.cts';
import { FAULT_NAMES, FAULTS, type FaultName } from './send/faults.cts';
import { send, type Target } from './send/target.cts';

function describeUsage(): string {
	return `Plays CleverConnect: sends applications of fictional people to your webhook.

  npm run send -- <url> --token <token> [options]

  <url>                    the production URL or the test URL of the CleverConnect Trigger; for the
                           test URL, click "Execute step" before each application
${TARGET_HELP}

What is sent:
  --count <number>         the number of applications (default: one for each fault)
  --rate <number>          applications per second; without it, each application waits for the
                           answer to the one before
  --fault <fault>          what is wrong with the applications; if you give several faults, they take
                           turns; "all" stands for every fault
  --rejects                expect the answers of a trigger with "When Something Is Wrong: Reject"

The faults, and what the trigger answers:
${FAULT_NAMES.map(describeFault).join('\n')}

The exit code is 0 if every answer was as expected, and 1 if not.
`;
}

function describeFault(name: FaultName): string {
	const answers = FAULTS[name](inventApplication(1)).map(({ expected }) => describe(expected));
	return `  ${name.padEnd(22)} → ${answers.join(', then ')}`;
}

async function main(): Promise<void> {
	const { values, positionals } = parse(process.argv.slice(2), {
		count: { type: 'string' },
		rate: { type: 'string' },
		fault: { type: 'string', multiple: true, default: ['none'] },
		rejects: { type: 'boolean', default: false },
	});
	if (values.help) return console.log(describeUsage());
	const target = readTarget(positionals, values);
	const faults = values.fault.flatMap((name) => readFault(name, target));
	const count = readNumber('--count', values.count) ?? faults.length;
	const rate = readNumber('--rate', values.rate);

	say(`Sending to ${target.url.host}: ${count} ${count === 1 ? 'application' : 'applications'} …`);
	const answers: Answer[] = [];
	const unexpected: Answer[] = [];
	const firstId = randomInt(2 ** 47);
	const sendOne = async (index: number) => {
		const application = inventApplication(firstId + index);
		const { firstName, lastName } = application.candidate;
		const fault = faults[index % faults.length] ?? 'none';
		for (const delivery of FAULTS[fault](application)) {
			const answer = await send(delivery, target);
			const difference = findDifference(delivery.expected, answer, values.rejects);
			answers.push(answer);
			if (difference !== undefined) unexpected.push(answer);
			console.log(
				`${difference === undefined ? ' ' : '✗'} ${Math.round(answer.milliseconds)} ms  ${firstName} ${lastName}, ${application.jobId}, ${fault}: ${difference ?? describeAnswer(answer)}`,
			);
		}
	};
	const underWay: Array<Promise<void>> = [];
	const start = performance.now();
	for (let index = 0; index < count; index++) {
		underWay.push(sendOne(index));
		if (rate === undefined) await underWay[index];
		else await sleep(start + ((index + 1) * 1000) / rate - performance.now());
	}
	await Promise.all(underWay);
	console.log(`\n${summarize(answers, unexpected)}`);
	process.exitCode = unexpected.length > 0 ? 1 : 0;
}

function readFault(name: string, { authentication }: Target): readonly FaultName[] {
	if (name === 'all') {
		return FAULT_NAMES.filter((each) => authentication !== 'none' || !/token$/.test(each));
	}
	const fault = FAULT_NAMES.find((each) => each === name);
	if (fault === undefined) throw new UsageError(`There is no fault "${name}".`);
	return [fault];
}

function readNumber(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (Number(text) > 0) return Number(text);
	throw new UsageError(`${option} must be a number above 0, not "${text}".`);
}

function summarize(answers: readonly Answer[], unexpected: readonly Answer[]): string {
	const statuses = answers.map(({ status }) => String(status ?? 'no answer'));
	const counts = [...new Set(statuses)].sort().map((status) => {
		return `${statuses.filter((other) => other === status).length} × ${status}`;
	});
	const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
	return [
		`${answers.length} sent: ${counts.join(', ')}. The slowest answer took ${Math.round(slowest)} ms.`,
		unexpected.length === 0
			? 'Every answer was as expected.'
			: `${unexpected.length} of ${answers.length} answers were not as expected.`,
		...new Set(unexpected.map(advise)),
	].join('\n');
}

/** Advice for the user about unexpected statuses. */
const ADVICE: Readonly<Record<number, string>> = {
	401: '401: The credential of the trigger has another token. Compare --token with its Token, and --scheme with its Authentication. A change takes effect within 5 seconds.',
	403: '403: The address of this computer is not in Allowed IP Addresses of the credential. Add the address. If n8n is behind a proxy, also set N8N_PROXY_HOPS.',
	404: '404: n8n does not know this URL. Publish the workflow. For the test URL, click "Execute step" before each application. Compare the URL with the one under Webhook URLs.',
	413: '413: A file is larger than Maximum File Size of the trigger, or the proxy in front of n8n accepts no body of this size.',
	422: '422: The trigger refused the application. If its "When Something Is Wrong" is "Reject", add --rejects.',
	500: '500: Open Executions in n8n. The failed execution says why. For large files, raise N8N_PAYLOAD_SIZE_MAX.',
	503: '503: n8n or its proxy is busy, or the credential cannot be used. Look at Executions in n8n, or try again with a lower --rate.',
};

function advise({ status, text }: Answer): string {
	if (status === undefined) {
		return `no answer (${text}): Check whether n8n is running, and whether the host and the port of the URL are right.`;
	}
	if (status >= 300 && status < 400) {
		return `${status}: The URL redirects to another URL. Use that URL, which often begins with https instead of http.`;
	}
	return ADVICE[status] ?? '';
}

void main();
