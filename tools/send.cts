import { randomInt } from 'node:crypto';
import { withStatusLines } from './common/progress.cts';
import { readAnswer } from './send/answer.cts';
import { inventApplication } from './samples/inventApplication.cts';
import { FAULT_NAMES, FAULTS, isFaultName, type FaultName } from './send/faults.cts';
import { seedRandom } from './samples/random.cts';
import { sendPlan, type Plan, type SentDelivery } from './send/schedule.cts';
import { send, type Target } from './send/target.cts';
import {
	describeTargetOptions,
	parse,
	readTarget,
	reportError,
	UsageError,
} from './send/commandLine.cts';

const LARGEST_COUNT = 100_000;
/** For more applications, only unexpected responses are printed. */
const LINES = 60;

interface Command {
	readonly target: Target;
	readonly plan: Plan;
}

function describeUsage(): string {
	return `Plays CleverConnect: sends applications of invented people to your webhook.

  npm run send -- <url> --token <token> [options]

  <url>                    the production URL or the test URL of the CleverConnect Trigger; for the
                           test URL, click "Execute step" before each application
${describeTargetOptions()}

What is sent:
  --count <number>         the number of applications (default: one for each fault)
  --rate <number>          applications per second; without it, each application waits for the
                           answer to the one before
  --fault <fault>          what is wrong with the applications; if you give several faults, they take
                           turns; "all" stands for every fault
  --rejects                expect the answers of a trigger with "When Something Is Wrong: Reject"
  --seed <number>          the same number sends the same applications again

The faults, and what the trigger answers:
${describeFaults()}

The exit code is 0 if every answer was as expected, and 1 if not.
`;
}

function describeFaults(): string {
	const sample = inventApplication(seedRandom(1), 1);
	const rows = FAULT_NAMES.map((name) => {
		const answers = FAULTS[name]
			.applyTo(sample)
			.map(({ expected: { status, outcome, issues } }) =>
				[status, outcome, issues.length > 0 ? `with ${issues.join(', ').trim()}` : '']
					.filter(Boolean)
					.join(' '),
			);
		return `  ${name.padEnd(20)} ${FAULTS[name].what}\n${' '.repeat(23)}→ ${answers.join(', then ')}`;
	});
	return rows.join('\n');
}

function readCommand(args: readonly string[]): Command | 'help' {
	const { values, positionals } = parse(args, {
		count: { type: 'string' },
		rate: { type: 'string' },
		fault: { type: 'string', multiple: true, default: ['none'] },
		rejects: { type: 'boolean', default: false },
		seed: { type: 'string' },
	});
	if (values.help) return 'help';

	const target = readTarget(positionals, values);
	const faults = readFaults(values.fault, target);
	return {
		target,
		plan: {
			faults,
			count: readNumber('--count', values.count, 1, LARGEST_COUNT) ?? faults.length,
			rate: readNumber('--rate', values.rate, 0.01, 1000),
			seed: readNumber('--seed', values.seed, 0, 2 ** 31) ?? randomInt(2 ** 31),
			rejects: values.rejects,
		},
	};
}

function readFaults(
	names: readonly string[],
	{ authentication }: Target,
): [FaultName, ...FaultName[]] {
	const isPossible = (name: FaultName) => authentication !== 'none' || !/token$/.test(name);
	const faults = names.flatMap((name) => {
		if (name === 'all') return FAULT_NAMES.filter(isPossible);
		if (!isFaultName(name))
			throw new UsageError(`There is no fault "${name}". --help lists the faults.`);
		if (!isPossible(name))
			throw new UsageError(`The fault "${name}" is impossible with --scheme none.`);
		return [name];
	});
	return [faults[0] ?? 'none', ...faults.slice(1)];
}

function readNumber(
	option: string,
	text: string | undefined,
	least: number,
	most: number,
): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	const isWhole = Number.isInteger(number) || option === '--rate';
	if (text.trim() === '' || !isWhole || !(number >= least && number <= most)) {
		throw new UsageError(`${option} must be a number from ${least} to ${most}, not "${text}".`);
	}
	return number;
}

async function execute({ target, plan }: Command): Promise<boolean> {
	const sent: SentDelivery[] = [];
	const onAnswer = (delivery: SentDelivery) => {
		sent.push(delivery);
		if (plan.count <= LINES || delivery.difference) print(describeSent(delivery));
	};
	const { host } = target.url;
	const start = performance.now();
	const applications = plan.count === 1 ? 'application' : 'applications';
	await withStatusLines(
		`Sending ${plan.count} ${applications} to ${host} (seed ${plan.seed})`,
		async () => await sendPlan(plan, async (delivery) => await send(delivery, target), onAnswer),
		() => `${sent.length} answers`,
	);
	print(`\n${summarize(sent, performance.now() - start)}`);
	return sent.every(({ difference }) => difference === undefined);
}

function describeSent({ application, fault, answer, difference }: SentDelivery): string {
	const { firstName, lastName } = application.candidate;
	const { outcome = '', issues } = readAnswer(answer);
	const parts = [
		difference === undefined ? ' ' : '✗',
		String(answer.status ?? '---'),
		outcome.padEnd(9),
		`${Math.round(answer.milliseconds)} ms`.padStart(8),
		` ${firstName} ${lastName}, ${application.jobId}`,
	];
	const line = parts.join(' ');
	const about = [
		...(fault === 'none' ? [] : [fault]),
		...(difference === undefined ? issues : [difference]),
	];
	return about.length === 0 ? line : `${line}\n      ${about.join(' · ')}`;
}

function summarize(sent: readonly SentDelivery[], milliseconds: number): string {
	const statuses = sent.map(({ answer }) => answer.status ?? 'none');
	const counts = [...new Set(statuses)].sort().map((status) => {
		const count = statuses.filter((other) => other === status).length;
		return `${count} × ${status === 'none' ? 'no answer' : status}`;
	});
	const times = sent.map(({ answer }) => answer.milliseconds).sort((a, b) => a - b);
	const lines = [
		`${sent.length} sent in ${(milliseconds / 1000).toFixed(1)} s: ${counts.join(', ')}`,
		`Response time: median ${Math.round(times[Math.floor(times.length / 2)] ?? 0)} ms, maximum ${Math.round(times.at(-1) ?? 0)} ms.`,
	];
	const unexpected = sent.filter(({ difference }) => difference !== undefined);
	if (unexpected.length === 0) return [...lines, 'Every answer was as expected.'].join('\n');
	const advice = new Set(unexpected.map(advise).filter((text) => text !== ''));
	return [
		...lines,
		`${unexpected.length} of ${sent.length} answers were not as expected:`,
		...[...advice].map((text) => `  ${text}`),
	].join('\n');
}

/** Advice for the user about unexpected statuses. */
const ADVICE: Readonly<Record<number, string>> = {
	401: '401: The credential of the trigger has another token. Compare --token with its Token, and --scheme with its Authentication. A change takes effect within 5 seconds.',
	403: '403: The address of this computer is not in Allowed IP Addresses of the credential. Add the address. If n8n is behind a proxy, also set N8N_PROXY_HOPS.',
	404: '404: n8n does not know this URL. Publish the workflow. For the test URL, click "Execute step" before each application. Compare the URL with the one under Webhook URLs.',
	413: '413: A file is larger than Maximum File Size of the trigger, or the proxy in front of n8n accepts no body of this size.',
	415: '415: The content type was lost on the way. Check whether a proxy changes it.',
	422: '422: The trigger refused the application. If its "When Something Is Wrong" is "Reject", add --rejects.',
	500: '500: Open Executions in n8n. The failed execution says why. For large files, raise N8N_PAYLOAD_SIZE_MAX.',
	502: '502: The proxy cannot reach n8n. Check whether n8n is running.',
	503: '503: n8n or its proxy is busy, or the credential cannot be used. Look at Executions in n8n, or try again with a lower --rate.',
	504: '504: n8n took too long for the proxy. Try again with a lower --rate.',
};

function advise({ answer }: SentDelivery): string {
	const { status } = answer;
	if (status === undefined) {
		return `no answer (${answer.text}): Check whether n8n is running, and whether the host and the port of the URL are right.`;
	}
	if (status >= 300 && status < 400) {
		return `${status}: The URL redirects to another URL. Use that URL, which often begins with https instead of http.`;
	}
	if (readAnswer(answer).outcome === 'duplicate') {
		return 'duplicate: These applications were sent before. Omit --seed, or use another number.';
	}
	return ADVICE[status] ?? '';
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
	const command = readCommand(process.argv.slice(2));
	if (command === 'help') print(describeUsage());
	else process.exitCode = (await execute(command)) ? 0 : 1;
}

main().catch((error: unknown) => reportError('send', error));
