import { HookContext, WebhookContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type INode,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { toHttp } from './requests.cts';

export const TOKEN = 'an-invented-secret';

export interface Incoming {
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	readonly ip?: string;
}

type Credential = Record<string, unknown>;

export interface NodeSettings {
	/** If this is a function, it is called each time n8n reads the credential. */
	readonly credential?: Credential | (() => Credential | Promise<Credential>);
	readonly parameters?: Record<string, unknown>;
	readonly mode?: 'webhook' | 'manual';
	/** By default, each call has its own workflow. */
	readonly workflowId?: string;
	readonly staticData?: object;
	readonly onFailure?: Pick<INode, 'onError' | 'continueOnFail'>;
	readonly workflowSettings?: IWorkflowSettings;
	/** Replaces n8n's function that stores a file. By default, the item contains the bytes. */
	readonly storeFile?: (bytes: Buffer, fileName: string, mimeType: string) => Promise<object>;
}

interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: Record<string, unknown>;
}

const trigger = new CleverConnectTrigger();
let workflows = 0;

function createWorkflow(settings: NodeSettings) {
	workflows += 1;
	const { workflowId = `workflow-${workflows}`, workflowSettings = {}, staticData = {} } = settings;
	const node: INode = {
		id: 'node-1',
		name: 'CleverConnect Trigger',
		type: 'n8n-nodes-cleverconnect.cleverConnectTrigger',
		typeVersion: 2,
		position: [0, 0],
		parameters: (settings.parameters ?? {}) as never,
		credentials: { cleverConnectWebhookApi: { id: 'credential-1', name: 'CleverConnect' } },
		...settings.onFailure,
	};
	const workflow = new Workflow({
		id: workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: { getByNameAndVersion: () => trigger } as never,
		settings: workflowSettings,
		staticData: staticData as never,
	});
	return { workflow, node };
}

/** Returns a credential as n8n passes it to a node, with defaults applied and expressions resolved. */
export function resolveCredential(credential: Credential): ICredentialDataDecryptedObject {
	const { workflow, node } = createWorkflow({});
	const { properties } = new CleverConnectWebhookApi();
	const complete = NodeHelpers.getNodeParameters(
		properties,
		credential as never,
		true,
		false,
		null,
		null,
	);
	return workflow.expression.getComplexParameterValue(node, complete as never, 'internal', {
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

const embed = (bytes: Buffer, fileName: string, mimeType: string) =>
	Promise.resolve({ data: bytes.toString('base64'), fileName, mimeType });

/** Runs `webhook()` in the context that n8n-core provides. */
export async function receive(incoming: Incoming, settings: NodeSettings = {}) {
	const { body, headers, ip = '::ffff:203.0.113.7' } = incoming;
	const { workflow, node } = createWorkflow(settings);
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
	const http = toHttp(body, { authorization: `Bearer ${TOKEN}`, ...headers });
	const additionalData = createAdditionalData(settings, {
		httpRequest: { ip, ips: [], ...http, query: {}, params: {}, body },
		httpResponse,
	});
	const mode = settings.mode ?? 'webhook';
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		mode,
		{} as IWebhookData,
		[],
		null,
	);
	const logger = {
		info: (message: string) => log.push(`info: ${message}`),
		warn: (message: string, meta: object) => log.push(message + JSON.stringify(meta)),
	};
	Object.defineProperty(context, 'logger', { value: logger });
	Object.defineProperty(context, 'getInstanceId', { value: () => 'instance-1' });
	context.helpers.prepareBinaryData = (settings.storeFile ?? embed) as never;
	const result = await trigger.webhook.call(context as unknown as IWebhookFunctions);
	return {
		result,
		answer,
		log,
		/** The items of each output. */
		outputs: result.workflowData ?? [],
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
	const { workflow, node } = createWorkflow(settings);
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
