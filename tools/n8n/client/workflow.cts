import { randomUUID } from 'node:crypto';
import type { N8nSession } from './session.cts';

export const TRIGGER = 'CleverConnect Trigger';
export const CREDENTIAL_TYPE = 'cleverConnectWebhookApi';
export const TOKEN = 'an-invented-token-for-tests';

export const FAILING_NODE = {
	name: 'Fail',
	type: 'n8n-nodes-base.stopAndError',
	typeVersion: 1,
	parameters: { errorMessage: 'the ATS is down' },
} as const;

export function waitingNode(seconds: number): FollowingNode {
	return {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { amount: seconds, unit: 'seconds' },
	};
}

/** Returns the connections from a node's first output to other nodes, as n8n stores them. */
export function connect(from: string, ...nodes: readonly string[]) {
	return { [from]: { main: [nodes.map((node) => ({ node, type: 'main', index: 0 }))] } };
}

export interface N8n {
	readonly url: string;
	readonly session: N8nSession;
}

type Receiver = Awaited<ReturnType<typeof createReceiver>>;

export interface ReceiverOptions {
	readonly credential?: object;
	readonly parameters?: object;
	readonly settings?: object;
	readonly onError?: string;
	/** The nodes that are connected to the trigger's outputs, one for each output. */
	readonly next?: readonly FollowingNode[];
	/** More nodes and their connections, as n8n stores them. */
	readonly nodes?: readonly FollowingNode[];
	readonly connections?: Readonly<Record<string, object>>;
}

export interface FollowingNode {
	readonly name: string;
	readonly [parameter: string]: unknown;
}

/** n8n suggests this name for the first credential. */
const CREDENTIAL_NAME = 'CleverConnect Webhook account';

export async function createReceiver(
	{ url, session }: N8n,
	{
		credential = { authentication: 'bearer', token: TOKEN },
		settings,
		next = [],
		nodes = [],
		connections = {},
		...changes
	}: ReceiverOptions = {},
) {
	const credentialId = await session.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, credential);
	const webhookId = randomUUID();
	const trigger = {
		webhookId,
		name: TRIGGER,
		type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
		typeVersion: 2,
		credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: CREDENTIAL_NAME } },
		...changes,
	};
	const workflowId = await session.createWorkflow({
		name: 'Receive applications',
		nodes: [trigger, ...next, ...nodes],
		connections: {
			[TRIGGER]: { main: next.map((node) => [{ node: node.name, type: 'main', index: 0 }]) },
			...connections,
		},
		settings: { executionOrder: 'v1', ...settings },
	});
	return { workflowId, credentialId, ...composeUrls(url, webhookId) };
}

export function composeUrls(url: string, webhookId: string | undefined) {
	return {
		productionUrl: `${url}/webhook/${webhookId}/applications`,
		testUrl: `${url}/webhook-test/${webhookId}/applications`,
	};
}

export async function publishReceiver(n8n: N8n, options?: ReceiverOptions): Promise<Receiver> {
	const receiver = await createReceiver(n8n, options);
	await n8n.session.publish(receiver.workflowId);
	return receiver;
}

export async function deliver(
	url: string,
	body: unknown,
	headers: Record<string, string> = {},
	signal: AbortSignal | null = null,
): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			authorization: `Bearer ${TOKEN}`,
			connection: 'close',
			...headers,
		},
		signal,
		body: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
	});
}
