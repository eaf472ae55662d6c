import { randomUUID } from 'node:crypto';
import type { N8nSession } from './session.cts';

export const TRIGGER = 'CleverConnect Trigger';
export const CREDENTIAL_TYPE = 'cleverConnectWebhookApi';
/** An invented secret, for the n8n that are started here. */
export const TOKEN = 'an-invented-token-for-tests';

/** What comes after the trigger when the workflow is to fail. */
export const FAILING_NODE = {
	name: 'Fail',
	type: 'n8n-nodes-base.stopAndError',
	typeVersion: 1,
	parameters: { errorMessage: 'the ATS is away' },
} as const;

/** What comes after the trigger when the workflow is to take its time. */
export function waitingNode(seconds: number): FollowingNode {
	return {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { amount: seconds, unit: 'seconds' },
	};
}

export interface Receiver {
	readonly workflowId: string;
	readonly credentialId: string;
	/** Where the sender posts to, once the workflow is published. */
	readonly productionUrl: string;
	/** Where the sender posts to while somebody listens for a test event. */
	readonly testUrl: string;
}

export interface ReceiverOptions {
	readonly name?: string;
	readonly credential?: object;
	readonly parameters?: object;
	readonly settings?: object;
	/** As it comes along with an imported workflow. */
	readonly staticData?: object;
	/** The nodes that the trigger's outputs are connected to, one each. */
	readonly next?: readonly FollowingNode[];
	/** What follows those, connected as n8n stores it. */
	readonly further?: {
		readonly nodes: readonly FollowingNode[];
		readonly connections: Readonly<Record<string, object>>;
	};
}

export interface FollowingNode {
	readonly name: string;
	readonly [parameter: string]: unknown;
}

/** A workflow that starts with the trigger, and its credential. Not published yet. */
export async function createReceiver(
	url: string,
	session: N8nSession,
	{
		name = 'Receive applications',
		credential,
		parameters,
		settings,
		staticData,
		next = [],
		further = { nodes: [], connections: {} },
	}: ReceiverOptions = {},
): Promise<Receiver> {
	const credentialName = `${name}: credential`;
	const credentialId = await session.createCredential(
		credentialName,
		CREDENTIAL_TYPE,
		credential ?? { authentication: 'bearer', token: TOKEN },
	);
	const webhookId = randomUUID();
	const trigger = {
		id: randomUUID(),
		webhookId,
		name: TRIGGER,
		type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters: parameters ?? {},
		credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: credentialName } },
	};
	const followingNodes = [...next, ...further.nodes].map((node, index) => ({
		id: randomUUID(),
		position: [260, index * 200],
		...node,
	}));
	const workflowId = await session.createWorkflow({
		name,
		nodes: [trigger, ...followingNodes],
		connections: {
			[TRIGGER]: {
				main: next.map((node) => [{ node: node.name, type: 'main', index: 0 }]),
			},
			...further.connections,
		},
		settings: { executionOrder: 'v1', ...settings },
		...(staticData && { staticData }),
	});
	return {
		workflowId,
		credentialId,
		productionUrl: `${url}/webhook/${webhookId}/applications`,
		testUrl: `${url}/webhook-test/${webhookId}/applications`,
	};
}

/** A workflow that starts with the trigger, and waits for applications. */
export async function publishReceiver(
	{ url, session }: { readonly url: string; readonly session: N8nSession },
	options?: ReceiverOptions,
): Promise<Receiver> {
	const receiver = await createReceiver(url, session, options);
	await session.publish(receiver.workflowId);
	return receiver;
}

/** Posts a body as the sender does. */
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
			...headers,
		},
		signal,
		body: typeof body === 'string' || body instanceof Buffer ? body : JSON.stringify(body),
	});
}
