import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import type { Execution } from '../../tools/n8n/client/session.cts';
import {
	connect,
	publishReceiver,
	TRIGGER,
	waitingNode,
	type FollowingNode,
	type N8n,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { DEPLOY_FOLDER } from '../../tools/n8n/servers/deployFiles.cts';
import { startHttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { readForm } from './forms.cts';

export type Ats = Awaited<ReturnType<typeof startAts>>;

/** Starts the system to which the documented workflows send applications. */
export async function startAts() {
	/** The SHA-256 hashes of the CV and the letter in each request, by application `id`. */
	const received = new Map<number, string[][]>();
	const { url } = await startHttpServer(async (request) => {
		const form = await readForm(request);
		const hashOf = async (name: string) =>
			hash('sha256', Buffer.from(await (form.get(name) as File).arrayBuffer()));
		const hashes = [await hashOf('resume'), await hashOf('letter')];
		const id = Number(form.get('id'));
		received.set(id, [...(received.get(id) ?? []), hashes]);
		await sleep(300);
		return { status: 200, body: {} };
	});
	return { url, received };
}

/** Publishes a workflow from deploy/exactly-once that sends applications to the ATS, and can wait after a step. */
export async function publishDocumentedWorkflow(
	n8n: N8n,
	ats: Ats,
	name: 'postgresql' | 'sqlite',
	{ credentials, pauseAfter }: { credentials?: object; pauseAfter?: string | undefined },
): Promise<Receiver> {
	const file = path.join(DEPLOY_FOLDER, 'exactly-once', `${name}.workflow.json`);
	const text = readFileSync(file, 'utf8')
		.replace('"url": ""', `"url": "${ats.url}"`)
		// Claims expire sooner than documented, but long after a request to the ATS has finished.
		.replace(/2 minutes|minutes: 2/, name === 'sqlite' ? 'seconds: 20' : '20 seconds');
	const { nodes, connections } = JSON.parse(text) as {
		nodes: FollowingNode[];
		connections: Record<string, object>;
	};
	if (pauseAfter !== undefined) {
		nodes.push(waitingNode(30));
		Object.assign(connections, { Wait: connections[pauseAfter] }, connect(pauseAfter, 'Wait'));
	}
	const following = nodes.filter((node) => node.name !== TRIGGER);
	return await publishReceiver(n8n, {
		nodes: following.map((node) => ({ ...node, ...('credentials' in node && { credentials }) })),
		connections,
	});
}

/** Returns the trigger's item if the execution has it, even if the trigger didn't finish. */
export function findReceivedItem(execution: Execution): INodeExecutionData | undefined {
	const inputs = [...execution.pendingInputsOf(TRIGGER), ...execution.outputsOf(TRIGGER)];
	// When n8n restores an execution from its event log, it puts an artificial item in place of lost output.
	return inputs.flat().find(({ json }) => !json.isArtificialRecoveredEventItem);
}
