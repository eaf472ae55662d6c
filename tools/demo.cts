import { sha256 } from './common/sha256.cts';
import { buildPackage } from './n8n/install/communityPackage.cts';
import { startInstance, type Instance } from './n8n/start/instance.cts';
import { OWNER, type Execution } from './n8n/client/session.cts';
import { createReceiver, TOKEN, TRIGGER, type Receiver } from './n8n/client/workflow.cts';
import { SCENES, type Scene } from './samples/demoScenes.cts';
import { send } from './send/target.cts';
import { waitUntil } from './common/waitUntil.cts';

const NEXT_NODE = 'For the ATS';

/** A typical next step, which selects the fields that another system needs. */
const exampleNode = {
	name: NEXT_NODE,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: Object.entries({
				job: '={{ $json.jobId }}',
				name: '={{ $json.candidate.firstName }} {{ $json.candidate.lastName }}',
				email: '={{ $json.candidate.email }}',
				problems: '={{ $json.issues.map((issue) => issue.message).join(" ") }}',
			}).map(([name, value]) => ({ id: name, name, value, type: 'string' })),
		},
		includeOtherFields: false,
		options: {},
	},
};

async function main(): Promise<void> {
	await buildPackage();
	const n8n = await startInstance();
	try {
		const receiver = await createReceiver(n8n.url, n8n.session, {
			name: 'Receive applications from CleverConnect',
			next: [exampleNode],
		});
		await n8n.session.publish(receiver.workflowId);
		print(
			`\nn8n is running with the workflow "${TRIGGER} → ${NEXT_NODE}". CleverConnect would send applications to:`,
		);
		print(`  ${receiver.productionUrl}`);

		for (const [index, scene] of SCENES.entries()) {
			print(`\n${bold(`${index + 1}. ${scene.title}`)}`);
			await show(n8n, receiver, scene);
		}

		if (process.argv.includes('--once')) return;
		print(bold('\nLook at the result in n8n'));
		print(`  ${n8n.url}/workflow/${receiver.workflowId}/executions`);
		print(`  e-mail    ${OWNER.email}`);
		print(`  password  ${OWNER.password}`);
		print('Close the checklist, select an execution and double-click CleverConnect Trigger.');
		print('The fields are under JSON, and the files are under Binary.');
		print('\nTo send more applications, open a second terminal in this folder and run:');
		print(`  npm run send -- ${receiver.productionUrl} --token ${TOKEN} --count 5`);
		print('\nPress Ctrl-C to stop n8n and delete its data.');
		process.once('exit', () => print('\nn8n has stopped, and its data is deleted.'));
		await new Promise(() => {});
	} finally {
		await n8n.stop();
	}
}

async function show(n8n: Instance, receiver: Receiver, { delivery, files }: Scene): Promise<void> {
	const executionsBefore = await n8n.session.listExecutions(receiver.workflowId);
	const { status, text } = await send(delivery, {
		url: new URL(receiver.productionUrl),
		authentication: 'bearer',
		token: TOKEN,
	});
	print(`  answer      ${status ?? 'none'} ${text}`);

	if (status !== 200) {
		const executions = await n8n.session.listExecutions(receiver.workflowId);
		print(
			`  executions  ${executions.length - executionsBefore.length}: the workflow did not start`,
		);
		const line = await waitUntil('n8n to log the refusal', () =>
			n8n
				.log()
				.split('\n')
				.find((text) => text.includes('refused a delivery')),
		);
		print(`  n8n's log   ${line}`);
		return;
	}
	const count = executionsBefore.length + 1;
	const executions = await n8n.session.waitForExecutions(receiver.workflowId, count);
	const execution = executions.at(-1);
	if (execution) await showItem(n8n, execution, files);
}

async function showItem(
	n8n: Instance,
	execution: Execution,
	sent: Readonly<Record<string, Buffer>>,
): Promise<void> {
	const [[item] = []] = execution.outputsOf(TRIGGER);
	const [[next] = []] = execution.outputsOf(NEXT_NODE);
	print(`  execution   ${execution.id}: ${execution.status}`);
	for (const [field, entry] of Object.entries(item?.binary ?? {})) {
		const bytes = await n8n.session.readBinary(entry);
		print(`  file        ${field}: ${entry.fileName}, ${entry.mimeType}, ${bytes.length} bytes`);
		print(`              SHA-256 received ${sha256(bytes)}`);
		print(`              SHA-256 sent     ${sha256(sent[field] ?? Buffer.alloc(0))}`);
	}
	print(indent('item', item?.json));
	print(indent(`out of "${NEXT_NODE}"`, next?.json));
}

function indent(label: string, value: unknown): string {
	return `  ${label}\n${JSON.stringify(value, null, 2).replace(/^/gm, '    ')}`;
}

function bold(text: string): string {
	return process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text;
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
