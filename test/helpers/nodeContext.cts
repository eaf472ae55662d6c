import { EventEmitter } from 'node:events';
import { HookContext, WebhookContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { toHttp } from './requests.cts';

export const TOKEN = 'an-invented-secret';
const SOUND = { authentication: 'bearer', token: TOKEN };

type Credential = Record<string, unknown>;

export interface NodeSettings {
	readonly credential?: Credential;
	readonly parameters?: Record<string, unknown>;
	readonly mode?: 'webhook' | 'manual';
	readonly workflowId?: string;
	readonly nodeId?: string;
	readonly onFailure?: Pick<INode, 'onError' | 'continueOnFail'>;
	/** Replaces n8n's function that stores a file. By default, the item contains the bytes. */
	readonly storeFile?: (bytes: Buffer, fileName: string, mimeType: string) => Promise<object>;
}

const trigger = new CleverConnectTrigger();

function createWorkflow(settings: NodeSettings) {
	const node: INode = {
		id: settings.nodeId ?? 'node-1',
		name: TRIGGER,
		type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters: (settings.parameters ?? {}) as never,
		credentials: { cleverConnectWebhookApi: { id: 'credential-1', name: 'CleverConnect' } },
		...settings.onFailure,
	};
	const workflow = new Workflow({
		id: settings.workflowId ?? crypto.randomUUID(),
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: { getByNameAndVersion: () => trigger } as never,
		staticData: {},
	});
	return { workflow, node };
}

/** Returns a credential as n8n passes it to a node, with defaults applied and expressions resolved. */
export function resolveCredential(credential: Credential) {
	const { workflow, node } = createWorkflow({});
	const { properties } = new CleverConnectWebhookApi();
	const how = [credential as never, true, false, null, null] as const;
	const complete = NodeHelpers.getNodeParameters(properties, ...how) as INodeParameters;
	const keys = { $vars: {} };
	const resolved = workflow.expression.getComplexParameterValue(node, complete, 'internal', keys);
	return resolved as ICredentialDataDecryptedObject;
}

/** Evaluates an expression in a node that gets this item. */
export function evaluate(code: string, item: INodeExecutionData): unknown {
	const { expression } = createWorkflow({}).workflow;
	return expression.getParameterValue(`=${code}`, null, 0, 0, TRIGGER, [item], 'manual', {});
}

function createAdditionalData({ credential = SOUND }: NodeSettings, rest: object) {
	const credentialsHelper = {
		isCredentialUsableByNode: () => true,
		getDecrypted: () => Promise.resolve(resolveCredential(credential)),
	};
	return { credentialsHelper, ...rest } as unknown as IWorkflowExecuteAdditionalData;
}

const embed = (bytes: Buffer, fileName: string, mimeType: string) =>
	Promise.resolve({ data: bytes.toString('base64'), fileName, mimeType });

interface TestRequest {
	readonly method?: 'GET' | 'POST';
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** The address that n8n reports. */
	readonly ip?: string;
}

/** Runs `webhook()` in n8n-core's context. */
export async function receive(
	{ method = 'POST', body, headers, ip = '::ffff:203.0.113.7' }: TestRequest,
	settings: NodeSettings = {},
) {
	const { workflow, node } = createWorkflow(settings);
	const response: {
		status?: number;
		headers?: Readonly<Record<string, string>>;
		text?: string;
		body?: Record<string, unknown>;
	} = {};
	const log: string[] = [];
	const httpResponse = Object.assign(new EventEmitter(), {
		closed: false,
		writableEnded: false,
		setHeader: () => {},
		writeHead: (status: number, headers: Readonly<Record<string, string>>) =>
			Object.assign(response, { status, headers }),
		end: (text: string) => {
			response.text = text;
			if (text.startsWith('{')) response.body = JSON.parse(text) as Record<string, unknown>;
			httpResponse.writableEnded = true;
			httpResponse.emit('close');
		},
	});
	const http = toHttp(body, { authorization: `Bearer ${TOKEN}`, ...headers });
	const additionalData = createAdditionalData(settings, {
		httpRequest: {
			method,
			ip,
			ips: [],
			...http,
			query: {},
			params: {},
			body,
		},
		httpResponse,
	});
	const mode = settings.mode ?? 'webhook';
	const context = new WebhookContext(workflow, node, additionalData, mode, {} as never, [], null);
	const warn = (message: string, meta: object) => log.push(message + JSON.stringify(meta));
	Object.defineProperty(context, 'logger', { value: { warn } });
	Object.defineProperty(context, 'getInstanceId', { value: () => 'instance-1' });
	context.helpers.prepareBinaryData = (settings.storeFile ?? embed) as never;
	let error: Error | undefined;
	const result: IWebhookResponseData = await trigger.webhook
		.call(context as unknown as IWebhookFunctions)
		.catch((thrown: Error) => {
			if (response.status === undefined) throw thrown;
			error = thrown;
			return {};
		});
	return {
		...{ result, response, log },
		/** The error that was thrown after the response had been sent. */
		error,
		outputs: result.workflowData ?? [],
		/** Simulates that n8n stores the execution, unless it fails to, and responds. */
		finish: (status: number) => {
			if (status === 200) void result.webhookResponse;
			httpResponse.writableEnded = true;
		},
	};
}

/** Calls the webhook methods in the order in which n8n calls them from publishing to unpublishing a workflow. */
export async function publish(settings: NodeSettings, activation: WorkflowActivateMode) {
	const { workflow, node } = createWorkflow(settings);
	const additionalData = createAdditionalData(settings, {});
	const context = new HookContext(workflow, node, additionalData, 'trigger', activation) as never;
	const methods = trigger.webhookMethods.default;
	if (!methods || (await methods.checkExists.call(context))) throw new Error('it must not exist');
	return (await methods.create.call(context)) && (await methods.delete.call(context));
}
