import { randomUUID } from 'node:crypto';
import type { Instance } from '../n8n/start/instance.cts';
import { CREDENTIAL_TYPE, TOKEN } from '../n8n/client/workflow.cts';

/** A published workflow that receives applications in one of the ways that the benchmark compares. */
export interface Contestant {
	readonly name: ContestantName;
	/** The process ID of its n8n. */
	readonly pid: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

export const OURS = 'CleverConnect Trigger';
export const CODE = 'Webhook → Code';
export const NO_CODE = 'Webhook → If → Split Out → Convert to File';
export const FLOOR = 'Floor';
export const NAMES = [OURS, CODE, NO_CODE, FLOOR] as const;
export type ContestantName = (typeof NAMES)[number];

/** The benchmark sends from these addresses, so that each allowlist has entries to compare. */
const ALLOWED_IPS = '127.0.0.1, ::1';
const KEY_HEADER = 'X-Api-Key';

interface Plan {
	readonly credential?: { readonly type: string; readonly data: object };
	readonly headers?: Readonly<Record<string, string>>;
	/** The path of the URL. Absent if n8n chooses the path. */
	readonly path?: string;
	/** The first node is the trigger. Each node is connected to the next one. */
	readonly nodes: ReadonlyArray<{ readonly type: string; readonly [member: string]: unknown }>;
}

const PATH = 'applications';

const headerAuth = {
	path: PATH,
	credential: { type: 'httpHeaderAuth', data: { name: KEY_HEADER, value: TOKEN } },
	headers: { [KEY_HEADER]: TOKEN },
};

const webhook = {
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	parameters: {
		httpMethod: 'POST',
		path: PATH,
		authentication: 'headerAuth',
		options: { ipWhitelist: ALLOWED_IPS },
	},
};

const PLANS: Readonly<Record<ContestantName, Plan>> = {
	[OURS]: {
		credential: {
			type: CREDENTIAL_TYPE,
			data: {
				authentication: 'header',
				headerName: KEY_HEADER,
				token: TOKEN,
				allowedIps: ALLOWED_IPS,
			},
		},
		headers: { [KEY_HEADER]: TOKEN },
		nodes: [
			{
				type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
				typeVersion: 2,
				parameters: {},
			},
		],
	},
	[CODE]: {
		...headerAuth,
		nodes: [
			webhook,
			{
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				parameters: {
					// As with the other contestants, the files are stored as n8n's binary data.
					jsCode: `const { attachments, ...application } = $input.first().json.body;
const binary = {};
for (const { type, content, contentType, fileName } of attachments) {
	const bytes = Buffer.from(content, 'base64');
	binary[type] = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
}
return [{ json: application, binary }];`,
				},
			},
		],
	},
	[NO_CODE]: {
		...headerAuth,
		nodes: [
			webhook,
			{
				type: 'n8n-nodes-base.if',
				typeVersion: 2.2,
				parameters: {
					conditions: {
						options: { version: 2, caseSensitive: true, leftValue: '', typeValidation: 'strict' },
						combinator: 'and',
						conditions: [
							{
								id: 'email',
								leftValue: '={{ $json.body.candidate.email }}',
								rightValue: '',
								operator: { type: 'string', operation: 'notEmpty', singleValue: true },
							},
						],
					},
				},
			},
			{
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.attachments', options: {} },
			},
			{
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				parameters: {
					operation: 'toBinary',
					sourceProperty: 'content',
					options: {
						fileName: '={{ $json.fileName }}',
						mimeType: '={{ $json.contentType }}',
					},
				},
			},
		],
	},
	[FLOOR]: { nodes: [{ type: 'CUSTOM.floorTrigger', typeVersion: 2, parameters: {} }] },
};

export async function publishContestant(
	name: ContestantName,
	{ url, session, pid }: Instance,
): Promise<Contestant> {
	const { credential, headers = {}, nodes } = PLANS[name];
	const webhookId = randomUUID();
	const credentials = credential && {
		[credential.type]: {
			id: await session.createCredential(name, credential.type, credential.data),
			name,
		},
	};
	const placed = nodes.map((node, index) => ({
		...node,
		id: randomUUID(),
		name: `Node ${index + 1}`,
		position: [index * 220, 0],
		...(index === 0 && { webhookId, ...(credentials && { credentials }) }),
	}));
	const workflowId = await session.createWorkflow({
		name,
		nodes: placed,
		connections: connectInLine(placed.map((node) => node.name)),
		settings: { executionOrder: 'v1' },
	});
	await session.publish(workflowId);
	return {
		name,
		pid,
		url: `${url}/webhook/${PLANS[name].path ?? `${webhookId}/applications`}`,
		headers,
	};
}

function connectInLine(names: readonly string[]): object {
	return Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, index) => [
				name,
				{ main: [[{ node: names[index + 1], type: 'main', index: 0 }]] },
			]),
	);
}
