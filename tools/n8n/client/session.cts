import { randomUUID } from 'node:crypto';
import { parse } from 'flatted';
import { sortBy, zipObject } from 'lodash';
import type { IBinaryKeyData, IRunExecutionData, ITaskDataConnections } from 'n8n-workflow';
import { waitUntil } from '../../common/waitUntil.cts';

export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Olive',
	lastName: 'Owner',
	password: 'Receive-Applications-1',
} as const;

export interface ExecutionSummary {
	readonly id: string;
	readonly status: string;
	readonly retryOf?: string | null;
}

/** An execution as n8n stores it. The data is serialized by the `flatted` library. */
export type StoredExecution = ExecutionSummary & { readonly data: string };

/** All stored statuses. Without these, n8n might list an execution that ends meanwhile twice or never, or omit open ones. */
const STATUSES = ['canceled', 'crashed', 'error', 'new', 'running', 'success', 'waiting'];

export type Execution = ReturnType<typeof parseExecution>;

export function parseExecution({ id, status, data }: StoredExecution) {
	const { resultData, executionData } = parse(data) as IRunExecutionData;
	const itemsOf = (nodeData?: ITaskDataConnections) =>
		(nodeData?.main ?? []).map((items) => items ?? []);
	const outputsOf = (nodeName: string) => itemsOf(resultData.runData[nodeName]?.[0]?.data);
	return {
		id,
		status,
		error: resultData.error?.message,
		description: resultData.error?.description ?? undefined,
		outputsOf,
		itemOf: (nodeName: string) => {
			const [item] = outputsOf(nodeName).flat();
			if (!item) throw new Error(`${nodeName} has output no item: ${resultData.error?.message}`);
			return item;
		},
		/** Returns the items with which a retry would run a node, because the node hasn't run yet or has failed. */
		pendingInputsOf: (nodeName: string) =>
			itemsOf(executionData?.nodeExecutionStack.find(({ node }) => node.name === nodeName)?.data),
	};
}

/** Whether an execution with this status is running or about to run. A waiting one is neither. */
export function isOpen(status: string): boolean {
	return /^(?:new|running)$/.test(status);
}

/** Uses n8n's internal REST API as the editor does for a logged-in user. */
export class N8nSession {
	constructor(
		private readonly url: string,
		readonly cookie: string,
	) {}

	static async setUpOwner(url: string): Promise<N8nSession> {
		const response = await fetch(`${url}/rest/owner/setup`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(OWNER),
		});
		if (!response.ok) throw new Error(`n8n did not create the owner: ${await response.text()}`);
		const cookies = response.headers.getSetCookie().map((setCookie) => setCookie.split(';')[0]);
		return new N8nSession(url, cookies.join('; '));
	}

	async createCredential(name: string, type: string, data: object): Promise<string> {
		const { id } = await this.call<{ id: string }>('POST', '/credentials', { name, type, data });
		return id;
	}

	async updateCredential(id: string, name: string, type: string, data: object): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** Creates an unpublished workflow, and returns its id. Its nodes need only a name, a type, and a version. */
	async createWorkflow(workflow: {
		readonly nodes: readonly object[];
		readonly [member: string]: unknown;
	}): Promise<string> {
		const nodes = workflow.nodes.map((node, index) => ({
			id: randomUUID(),
			position: index === 0 ? [0, 0] : [260, (index - 1) * 200],
			parameters: {},
			...node,
		}));
		const body = { settings: { executionOrder: 'v1' }, ...workflow, nodes };
		return (await this.call<{ id: string }>('POST', '/workflows', body)).id;
	}

	/** Publishes a workflow and waits until its trigger is registered, or throws the trigger's message. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.readWorkflow(workflowId);
		await this.call('POST', `/workflows/${workflowId}/activate`, { versionId });
		const isPublished = async () => {
			const answer = await this.try('GET', `/workflows/${workflowId}/publication-status`);
			// Earlier n8n versions register the trigger before they respond.
			if (answer.status === 404) return true;
			const { data } = answer.body as {
				data: { status: string; triggers: ReadonlyArray<{ errorMessage: string | null }> };
			};
			if (data.status === 'failed') throw new Error(String(data.triggers[0]?.errorMessage));
			return data.status === 'published';
		};
		await waitUntil('the workflow to be published', isPublished, { seconds: 120, everyMs: 20 });
	}

	async listen(workflowId: string, triggerName: string): Promise<void> {
		await this.call('POST', `/workflows/${workflowId}/run?partialExecutionVersion=2`, {
			triggerToStartFrom: { name: triggerName },
		});
	}

	async runManually(workflowId: string, triggerName: string): Promise<void> {
		const before = await this.countExecutions(workflowId);
		await this.listen(workflowId, triggerName);
		await this.waitForExecutions(workflowId, before + 1);
	}

	async readWorkflow(workflowId: string): Promise<{
		readonly versionId: string;
		readonly staticData: unknown;
		readonly nodes: ReadonlyArray<{ readonly name: string; readonly webhookId?: string }>;
	}> {
		return await this.call('GET', `/workflows/${workflowId}`);
	}

	async countExecutions(workflowId: string): Promise<number> {
		return (await this.summarizeExecutions(workflowId)).length;
	}

	async summarizeExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: STATUSES }));
		type Results = { results: ExecutionSummary[]; nextCursor?: string | null };
		const summaries: ExecutionSummary[] = [];
		let page = '';
		do {
			const path: string = `/executions?limit=100&filter=${filter}${page}`;
			const { results, nextCursor } = await this.call<Results>('GET', path);
			summaries.push(...results);
			// Earlier n8n versions have no cursor.
			const [name, next] =
				nextCursor === undefined ? ['lastId', results.at(-1)?.id] : ['cursor', nextCursor];
			page = next ? `&${name}=${next}` : '';
		} while (page);
		return sortBy(summaries, ({ id }) => Number(id));
	}

	/** Retries an execution with its own or the saved workflow. Returns the status once it has ended or begun to wait. */
	async retryExecution(id: string, loadWorkflow = false): Promise<string> {
		const body = { loadWorkflow };
		return (await this.call<{ status: string }>('POST', `/executions/${id}/retry`, body)).status;
	}

	/** Waits until a workflow has at least this many executions that aren't open, and returns all of these in order. */
	async waitForExecutions(workflowId: string, count: number): Promise<Execution[]> {
		const ended = await waitUntil(`${count} executions of the workflow to finish`, async () => {
			const all = await this.summarizeExecutions(workflowId);
			const finished = all.filter(({ status }) => !isOpen(status));
			return finished.length >= count && finished;
		});
		return await Promise.all(ended.map(async ({ id }) => await this.readExecution(id)));
	}

	async waitForExecution(workflowId: string, count = 1): Promise<Execution> {
		return (await this.waitForExecutions(workflowId, count)).at(-1) as Execution;
	}

	async readExecution(id: string): Promise<Execution> {
		return parseExecution(await this.call('GET', `/executions/${id}`));
	}

	/** Returns the bytes of files, from n8n's binary data or from the item itself. */
	async readFiles(files: IBinaryKeyData = {}): Promise<Record<string, Buffer>> {
		const bytes = Object.values(files).map(async ({ id, data }) => {
			if (id === undefined) return Buffer.from(data, 'base64');
			const query = `id=${encodeURIComponent(id)}&action=download`;
			const response = await this.fetch(`/rest/binary-data?${query}`);
			if (!response.ok) throw new Error(`n8n has no file ${id}: ${response.status}`);
			return Buffer.from(await response.arrayBuffer());
		});
		return zipObject(Object.keys(files), await Promise.all(bytes));
	}

	// Data tables, in the owner's personal project

	async readDataTable(name: string): Promise<Array<Record<string, unknown>>> {
		type Rows = { data: Array<Record<string, unknown>> };
		const { data } = await this.callDataTable<Rows>(name, 'GET', 'rows');
		return sortBy(data, ({ id }) => Number(id));
	}

	async addDataTableRows(name: string, data: readonly object[]): Promise<void> {
		await this.callDataTable(name, 'POST', 'insert', { data, returnType: 'count' });
	}

	private async callDataTable<T>(name: string, method: string, path: string, body?: object) {
		type Tables = { data: ReadonlyArray<{ readonly id: string; readonly projectId: string }> };
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const { data } = await this.call<Tables>('GET', `/data-tables-global?filter=${filter}`);
		if (!data[0]) throw new Error(`n8n has no data table "${name}"`);
		const { id, projectId } = data[0];
		return await this.call<T>(method, `/projects/${projectId}/data-tables/${id}/${path}`, body);
	}

	/** Sends a request and returns the response, regardless of its status. */
	async try(method: string, path: string, body?: object) {
		const response = await this.fetch(`/rest${path}`, {
			method,
			...(body && { body: JSON.stringify(body) }),
		});
		const isJson = response.headers.get('content-type')?.includes('json');
		const content: unknown = await (isJson ? response.json() : response.text());
		return { status: response.status, body: content };
	}

	private async fetch(path: string, request: RequestInit = {}): Promise<Response> {
		// A busy n8n might close an idle connection just when the connection is used again.
		const headers = {
			cookie: this.cookie,
			'content-type': 'application/json',
			connection: 'close',
		};
		return await fetch(this.url + path, { headers, ...request });
	}

	async call<T>(method: string, path: string, body?: object): Promise<T> {
		const answer = await this.try(method, path, body);
		if (answer.status >= 300) {
			const { message } = answer.body as { message: string };
			throw new Error(`${method} ${path}: ${answer.status} ${message}`);
		}
		return (answer.body as { data: T }).data;
	}
}
