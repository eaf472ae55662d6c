import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { inventApplication } from './samples/inventApplication.cts';
import { readTarget, TARGET_HELP, TARGET_OPTIONS } from './send/commandLine.cts';
import { composeBody, FAULTS, type Fault } from './send/faults.cts';
import { post, type Answer } from './send/target.cts';

function describeUsage(): string {
	return `Plays CleverConnect: sends applications of fictional people to your webhook.

  npm run send -- <url> --token <token> [options]

  <url>                    the production URL or the test URL of the CleverConnect Trigger; for the
                           test URL, click "Execute step" before each application
${TARGET_HELP}

What is sent:
  --count <number>         the number of applications (default: one for each fault)
  --fault <fault>          what is wrong with the applications; if you give several faults, they take
                           turns; "all" stands for every fault that is possible with the scheme

The faults, and what the trigger answers by default:
${Object.entries(FAULTS).map(describeFault).join('\n')}

The exit code is 0 if every answer was as expected, and 1 if not.
`;
}

function describeFault([name, { expected, next }]: [string, Fault]): string {
	return `  ${name.padEnd(22)} → ${next ? `${expected}, then ${next.expected}` : expected}`;
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			...TARGET_OPTIONS,
			count: { type: 'string' },
			fault: { type: 'string', multiple: true, default: ['none'] },
		},
	});
	if (values.help) return console.log(describeUsage());
	const target = readTarget(positionals, values);
	const faults = values.fault.flatMap((name) => {
		const isWanted = ([each, fault]: [string, Fault]) =>
			name === 'all' ? target.authentication !== 'none' || !fault.target : each === name;
		const wanted = Object.entries(FAULTS).filter(isWanted);
		if (wanted.length === 0) throw new Error(`There is no fault "${name}".`);
		return wanted;
	});
	const { count = String(faults.length) } = values;
	if (!(Number(count) > 0)) throw new Error(`--count must be a number above 0, not "${count}".`);

	let sent = 0;
	let unexpected = 0;
	const firstId = randomInt(2 ** 47);
	for (let index = 0; index < Number(count); index++) {
		const application = inventApplication(firstId + index);
		const { firstName, lastName } = application.candidate;
		const [name, first] = faults[index % faults.length] ?? [];
		for (let fault = first; fault; fault = fault.next) {
			const answer = await post(
				{ ...target, ...fault.target },
				{
					body: composeBody(application, fault),
					headers: { 'content-type': fault.contentType ?? 'application/json' },
					seconds: 60,
				},
			);
			const { expected } = fault;
			const found = describeAnswer(answer);
			const isExpected = found === expected;
			const outcome = isExpected ? found : `${found} instead of ${expected}`;
			console.log(`${firstName} ${lastName}, ${application.jobId}, ${name}: ${outcome}`);
			sent += 1;
			if (!isExpected) unexpected += 1;
		}
	}
	console.log(
		unexpected === 0
			? `Every answer was as expected (${sent} of ${sent}).`
			: `${unexpected} of ${sent} answers were not as expected. To find the cause, see docs/troubleshooting.md.`,
	);
	process.exitCode = unexpected > 0 ? 1 : 0;
}

/** Describes an answer, such as `200 accepted with required /jobId`. */
function describeAnswer({ status, text }: Answer): string {
	if (status === undefined) return `no answer (${text})`;
	try {
		const body = JSON.parse(text) as {
			readonly status?: unknown;
			readonly issues?: ReadonlyArray<{ readonly code: string; readonly path: string }>;
		};
		const issues = (body.issues ?? []).map(({ code, path }) => `${code} ${path}`.trim());
		const outcome = status === 200 ? `200 ${String(body.status)}` : status;
		return issues.length > 0 ? `${outcome} with ${issues.join(', ')}` : `${outcome}`;
	} catch {
		return `${status} ${text.slice(0, 300)}`.trim();
	}
}

void main();
