import { BinaryDataConfig, BinaryDataService, HookContext, WebhookContext } from 'n8n-core';
import { convertBinaryData } from 'n8n-core/dist/utils/convert-binary-data';
import {
	NodeHelpers,
	Workflow,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type INode,
	type INodeExecutionData,
	type INodeTypes,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { toHttp } from './requests.cts';

export const TOKEN = 'an-invented-secret';

export interface Incoming {
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	readonly query?: unknown;
	readonly ip?: string;
	/** The addresses that trusted proxies report. */
	readonly ips?: readonly string[];
}

type Credential = Record<string, unknown>;

export interface NodeSettings {
	/** If this is a function, it is called each time n8n reads the credential. */
	readonly credential?: Credential | (() => Credential | Promise<Credential>);
	readonly credentialId?: string;
	readonly parameters?: Record<string, unknown>;
	readonly mode?: 'webhook' | 'manual';
	/** By default, each call has its own workflow. */
	readonly workflowId?: string;
	readonly staticData?: object;
	readonly onFailure?: Pick<INode, 'onError' | 'continueOnFail'>;
	/** The settings of the workflow. */
	readonly workflowSettings?: IWorkflowSettings;
	/** Replaces n8n's function that stores a file. */
	readonly storeFile?: (bytes: Buffer) => Promise<IBinaryData>;
}

export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: Record<string, unknown>;
}

const trigger = new CleverConnectTrigger();
let workflows = 0;

function createWorkflow(settings: NodeSettings): Workflow {
	workflows += 1;
	const {
		parameters,
		staticData,
		workflowId = `workflow-${workflows}`,
		credentialId = 'credential-1',
		onFailure,
		workflowSettings = {},
	} = settings;
	const nodeTypes: INodeTypes = {
		getByName: () => trigger,
		getByNameAndVersion: () => trigger,
		getKnownTypes: () => ({}),
	};
	return new Workflow({
		id: workflowId,
		nodes: [
			{
				id: 'node-1',
				name: 'CleverConnect Trigger',
				type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
				typeVersion: 2,
				position: [0, 0],
				parameters: (parameters ?? {}) as never,
				credentials: { cleverConnectWebhookApi: { id: credentialId, name: 'CleverConnect' } },
				...onFailure,
			},
		],
		connections: {},
		active: true,
		nodeTypes,
		settings: workflowSettings,
		...(staticData && { staticData: staticData as never }),
	});
}

/** Returns a credential as n8n passes it to a node, with defaults applied and expressions resolved. */
export function resolveCredential(credential: Credential): ICredentialDataDecryptedObject {
	const { expression, nodes } = createWorkflow({});
	const [node] = Object.values(nodes);
	const { properties } = new CleverConnectWebhookApi();
	const complete = NodeHelpers.getNodeParameters(
		properties,
		credential as never,
		true,
		false,
		null,
		null,
	);
	return expression.getComplexParameterValue(node as never, complete as never, 'internal', {
		$vars: {},
	}) as never;
}

function createAdditionalData(
	{ credential = { authentication: 'bearer', token: TOKEN } }: NodeSettings,
	rest: object,
): IWorkflowExecuteAdditionalData {
	const credentialsHelper = {
		isCredentialUsableByNode: () => true,
		getDecrypted: async () =>
			resolveCredential(typeof credential === 'function' ? await credential() : credential),
	};
	return { credentialsHelper, ...rest } as unknown as IWorkflowExecuteAdditionalData;
}

/** Runs `webhook()` in the context that n8n-core provides. */
export async function receive(incoming: Incoming, settings: NodeSettings = {}) {
	const { body, headers, query = {}, ip = '::ffff:203.0.113.7', ips = [] } = incoming;
	const workflow = createWorkflow(settings);
	const [node] = Object.values(workflow.nodes);
	if (!node) throw new Error('the workflow has no node');
	const answer: Answer = {};
	const log: string[] = [];
	const httpResponse = {
		statusCode: 200,
		writeHead: (status: number, responseHeaders: Record<string, string>) => {
			httpResponse.statusCode = status;
			Object.assign(answer, { status, headers: responseHeaders });
		},
		end: (text: string) =>
			Object.assign(answer, text && { body: JSON.parse(text) as Record<string, unknown> }),
	};
	const additionalData = createAdditionalData(settings, {
		httpRequest: {
			ip,
			ips,
			...toHttp(body, { authorization: `Bearer ${TOKEN}`, ...headers }),
			query,
			params: {},
			body,
		},
		httpResponse,
	});
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		settings.mode ?? 'webhook',
		{} as IWebhookData,
		[],
		null,
	);
	Object.defineProperty(context, 'logger', {
		value: {
			info: (message: string) => log.push(`info: ${message}`),
			warn: (message: string, meta: object) => log.push(message + JSON.stringify(meta)),
		},
	});
	if (settings.storeFile) context.helpers.prepareBinaryData = settings.storeFile as never;
	Object.defineProperty(context, 'getInstanceId', { value: () => 'instance-1' });
	const result = await trigger.webhook.call(context as unknown as IWebhookFunctions);
	return {
		result,
		answer,
		log,
		/** Sends n8n's response and returns its final status. */
		finish: (status: number, text = JSON.stringify(result.webhookResponse ?? {})): number => {
			httpResponse.statusCode = status;
			httpResponse.end(text);
			return httpResponse.statusCode;
		},
		/** Returns the static data as n8n saves it. */
		saveStaticData: () => JSON.parse(JSON.stringify(workflow.staticData)) as object,
	};
}

/** Calls the webhook methods as n8n does when it publishes a workflow or starts with a published workflow. */
export async function publish(
	settings: NodeSettings,
	activation: WorkflowActivateMode = 'activate',
): Promise<boolean> {
	const workflow = createWorkflow(settings);
	const [node] = Object.values(workflow.nodes);
	if (!node) throw new Error('the workflow has no node');
	const context = new HookContext(
		workflow,
		node,
		createAdditionalData(settings, {}),
		'trigger',
		activation,
	) as unknown as IHookFunctions;
	const { checkExists, create, delete: remove } = trigger.webhookMethods.default ?? {};
	if (!checkExists || !create || !remove) throw new Error('a webhook method is missing');
	if (await checkExists.call(context)) throw new Error('checkExists must return false');
	const created = await create.call(context);
	return created && (await remove.call(context));
}

/** n8n-core's own container, because this file's imports may resolve to another version of the library. */
const { Container } = createRequire(require.resolve('n8n-core'))(
	'@n8n/di',
) as typeof import('@n8n/di');

/**
 * Sets up n8n-core's binary store as n8n does when it starts, with files on disk or in the item.
 *
 * @returns a function that removes the store
 */
export async function setUpBinaryStore(mode: 'filesystem' | 'default') {
	const folder = await mkdtemp(path.join(tmpdir(), 'binary-store-'));
	const config = { mode, localStoragePath: folder } as BinaryDataConfig;
	const store = new BinaryDataService(config, {} as never, {} as never);
	await store.init();
	Container.set(BinaryDataConfig, config);
	Container.set(BinaryDataService, store);
	return async () => await rm(folder, { recursive: true });
}

/** Returns a file's bytes from the binary store or the item. */
export async function readBinary(binary: IBinaryData | undefined): Promise<Buffer> {
	if (!binary) throw new Error('the item does not have this file');
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** Converts a trigger's items as n8n does if the `binaryMode` workflow setting is `combined`. */
export async function combineBinaryData(
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { data } = await convertBinaryData('workflow-1', '1', { data: [items] }, 'combined');
	const [combined] = data ?? [];
	if (!combined) throw new Error('n8n-core returned no items');
	return combined;
}
