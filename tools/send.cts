import { randomInt } from 'node:crypto';
import { countBy } from 'lodash';
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
  --fault <fault>          what is wrong with the applications; if you give several faults, they take
                           turns; "all" stands for every fault

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
		fault: { type: 'string', multiple: true, default: ['none'] },
	});
	if (values.help) return console.log(describeUsage());
	const target = readTarget(positionals, values);
	const faults = values.fault.flatMap((name) => readFault(name, target));
	const count = values.count === undefined ? faults.length : readCount(values.count);

	say(`Sending to ${target.url.host}: ${count} ${count === 1 ? 'application' : 'applications'} …`);
	const answers: Answer[] = [];
	let unexpected = 0;
	const firstId = randomInt(2 ** 47);
	for (let index = 0; index < count; index++) {
		const application = inventApplication(firstId + index);
		const { firstName, lastName } = application.candidate;
		const fault = faults[index % faults.length] ?? 'none';
		for (const delivery of FAULTS[fault](application)) {
			const answer = await send(delivery, target);
			const difference = findDifference(delivery.expected, answer);
			answers.push(answer);
			if (difference !== undefined) unexpected += 1;
			console.log(
				`${difference === undefined ? ' ' : '✗'} ${Math.round(answer.milliseconds)} ms  ${firstName} ${lastName}, ${application.jobId}, ${fault}: ${difference ?? describeAnswer(answer)}`,
			);
		}
	}
	console.log(`\n${summarize(answers, unexpected)}`);
	process.exitCode = unexpected > 0 ? 1 : 0;
}

function readFault(name: string, { authentication }: Target): readonly FaultName[] {
	if (name === 'all') {
		return FAULT_NAMES.filter((each) => authentication !== 'none' || !/token$/.test(each));
	}
	const fault = FAULT_NAMES.find((each) => each === name);
	if (fault === undefined) throw new UsageError(`There is no fault "${name}".`);
	return [fault];
}

function readCount(text: string): number {
	if (Number(text) > 0) return Number(text);
	throw new UsageError(`--count must be a number above 0, not "${text}".`);
}

function summarize(answers: readonly Answer[], unexpected: number): string {
	const counts = Object.entries(countBy(answers, ({ status }) => status ?? 'no answer'))
		.map(([status, count]) => `${count} × ${status}`)
		.join(', ');
	const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
	const result =
		unexpected === 0
			? 'Every answer was as expected.'
			: `${unexpected} of ${answers.length} answers were not as expected. To find the cause, see docs/troubleshooting.md, or run npm run check with the same URL.`;
	return `${answers.length} sent: ${counts}. The slowest answer took ${Math.round(slowest)} ms.\n${result}`;
}

void main();
