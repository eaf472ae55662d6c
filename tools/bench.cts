import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { round, sortBy, sum, times } from 'lodash';
import { cleanUpAll } from './common/cleanUp.cts';
import { waitUntil } from './common/waitUntil.cts';
import { sendAll } from './n8n/client/sendAll.cts';
import { connect, publishReceiver, TOKEN } from './n8n/client/workflow.cts';
import { startInstance, type Instance } from './n8n/start/instance.cts';
import { goodApplication, resumePdf } from './samples/exampleApplication.cts';

/** For each payload, the size of the CV in KB, and the number of applications in a round. */
const PAYLOADS = [
	[15, 100],
	[150, 200],
	[1500, 30],
	[7500, 10],
] as const;

const ENGINES = { default: {}, lazy: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' } };
const ROUNDS = 3;
const CONCURRENCY = 10;

/** The length of a clock tick in Linux's /proc, which is the same on every machine that Node.js supports. */
const TICK_MS = 10;

/** Decodes the files and stores them as n8n's binary data, as the trigger does. */
const DECODE = `const { attachments, ...application } = $input.first().json.body;
const binary = {};
for (const { type, content, contentType, fileName } of attachments) {
	const bytes = Buffer.from(content, 'base64');
	binary[type] = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
}
return [{ json: application, binary }];`;

let lastId = 0;

/** Measures on Linux, for several minutes, the CPU time per application with the trigger and with n8n's own nodes. */
async function main(): Promise<void> {
	for (const [engine, environment] of Object.entries(ENGINES)) {
		const [ours, other] = [await startInstance(environment), await startInstance(environment)];
		const contestants = [
			{
				name: 'CleverConnect Trigger',
				n8n: ours,
				url: (await publishReceiver(ours)).productionUrl,
			},
			{ name: 'Webhook → Code', n8n: other, url: await publishWebhookAndCode(other) },
		];
		for (const [kilobytes, count] of PAYLOADS) {
			const measured = contestants.map((): number[] => []);
			// The contestants take turns, so that both notice when the machine is busy. The first round is a warm-up.
			for (let number = 0; number <= ROUNDS; number++) {
				for (const [index, { n8n, url }] of contestants.entries()) {
					const milliseconds = await measure(n8n.pid, url, kilobytes, count);
					if (number > 0) measured[index]?.push(milliseconds);
				}
			}
			for (const [index, { name }] of contestants.entries()) {
				const median = sortBy(measured[index])[Math.floor(ROUNDS / 2)] ?? NaN;
				console.log(`${engine} engine, CV of ${kilobytes} KB, ${name}: ${round(median, 1)} ms`);
			}
		}
		await cleanUpAll();
	}
}

async function publishWebhookAndCode({ url, session }: Instance): Promise<string> {
	const name = 'Webhook → Code';
	const type = 'httpHeaderAuth';
	const data = { name: 'Authorization', value: `Bearer ${TOKEN}` };
	const id = await session.createCredential(name, type, data);
	const path = randomUUID();
	const webhook = {
		webhookId: path,
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path, authentication: 'headerAuth' },
		credentials: { [type]: { id, name } },
	};
	const parameters = { jsCode: DECODE };
	const code = { name: 'Code', type: 'n8n-nodes-base.code', typeVersion: 2, parameters };
	const connections = connect(webhook.name, code.name);
	await session.publish(
		await session.createWorkflow({ name, nodes: [webhook, code], connections }),
	);
	return `${url}/webhook/${path}`;
}

/** Sends applications, waits until n8n has processed them, and returns the CPU time for each, in milliseconds. */
async function measure(pid: number, url: string, kilobytes: number, count: number) {
	await waitUntilIdle(pid);
	const before = readCpuTime(pid);
	const bodies = times(count, () => makeBody(kilobytes));
	for (const { status, text } of await sendAll(url, bodies, CONCURRENCY)) {
		if (status !== 200) throw new Error(`${url} answered with ${status} ${text}`);
	}
	await waitUntilIdle(pid);
	return (readCpuTime(pid) - before) / count;
}

/** Returns a body with its own number, so that no body is a duplicate, and with a CV that ends with spaces. */
function makeBody(kilobytes: number): string {
	const cv = Buffer.alloc(kilobytes * 1000, ' ');
	resumePdf.copy(cv);
	const attachments = [
		{ type: 'resume', contentType: 'pdf', content: cv.toString('base64') } as const,
	];
	return JSON.stringify(goodApplication({ id: (lastId += 1), attachments: [...attachments] }));
}

/** Waits until a process is idle, because n8n continues to work after it responds. */
async function waitUntilIdle(pid: number): Promise<void> {
	let before = -Infinity;
	const isIdle = () => {
		const now = readCpuTime(pid);
		const used = now - before;
		before = now;
		return used <= 2 * TICK_MS;
	};
	await waitUntil('n8n to be idle', isIdle, { seconds: 300, everyMs: 300 });
}

/** Returns the CPU time that a process and the processes that it started have used so far, in milliseconds. */
function readCpuTime(pid: number): number {
	const folder = `/proc/${pid}`;
	if (!existsSync(folder)) return 0;
	const children = readFileSync(`${folder}/task/${pid}/children`, 'utf8').match(/\d+/g) ?? [];
	// The program's name, in parentheses, can contain any characters, so the last parenthesis ends it (proc(5)).
	const fields = readFileSync(`${folder}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	const own = sum(fields.slice(11, 15).map(Number)) * TICK_MS;
	return own + sum(children.map((child) => readCpuTime(Number(child))));
}

void main().finally(() => void cleanUpAll());
