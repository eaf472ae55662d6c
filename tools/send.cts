import { randomInt } from 'node:crypto';
import { countBy } from 'lodash';
import { inventApplication } from './samples/inventApplication.cts';
import { parse, readTarget, TARGET_HELP, usageError } from './send/commandLine.cts';
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
                           turns; "all" stands for every fault

The faults, and what the trigger answers:
${Object.entries(FAULTS).map(describeFault).join('\n')}

The exit code is 0 if every answer was as expected, and 1 if not.
`;
}

function describeFault([name, { expected, next }]: [string, Fault]): string {
	return `  ${name.padEnd(22)} → ${next ? `${expected}, then ${next.expected}` : expected}`;
}

async function main(): Promise<void> {
	const { values, positionals } = parse(process.argv.slice(2), {
		count: { type: 'string' },
		fault: { type: 'string', multiple: true, default: ['none'] },
	});
	if (values.help) return console.log(describeUsage());
	const target = readTarget(positionals, values);
	const faults = values.fault.flatMap((name) => {
		const isWanted = ([each, fault]: [string, Fault]) =>
			name === 'all' ? target.authentication !== 'none' || !fault.target : each === name;
		const wanted = Object.entries(FAULTS).filter(isWanted);
		if (wanted.length === 0) throw usageError(`There is no fault "${name}".`);
		return wanted;
	});
	const { count = String(faults.length) } = values;
	if (!(Number(count) > 0)) {
		throw usageError(`--count must be a number above 0, not "${count}".`);
	}

	const statuses: Array<number | string> = [];
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
			statuses.push(answer.status ?? 'no answer');
			const { expected } = fault;
			const found = describeAnswer(answer);
			// With "Respond: When Last Node Finishes", the body is empty.
			const isExpected =
				found === expected || (answer.text === '' && expected.startsWith(`${answer.status} `));
			if (!isExpected) unexpected += 1;
			console.log(
				`${isExpected ? ' ' : '✗'} ${firstName} ${lastName}, ${application.jobId}, ${name}: ${found}${isExpected ? '' : ` instead of ${expected}`}`,
			);
		}
	}
	const counts = Object.entries(countBy(statuses));
	console.log(
		`\n${statuses.length} sent: ${counts.map(([status, number]) => `${number} × ${status}`).join(', ')}`,
	);
	console.log(
		unexpected === 0
			? 'Every answer was as expected.'
			: `${unexpected} of ${statuses.length} answers were not as expected. To find the cause, see docs/troubleshooting.md, or run npm run check with the same URL.`,
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
