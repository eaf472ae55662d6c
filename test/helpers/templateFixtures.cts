import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { escapeRegExp, sortBy } from 'lodash';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import { parse } from 'yaml';
import {
	importTemplate,
	readTemplate,
	type TemplateNode,
} from '../../tools/n8n/client/template.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import { CREDENTIAL_TYPE, deliver, TOKEN } from '../../tools/n8n/client/workflow.cts';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { startMailServer } from '../../tools/n8n/servers/mailServer.cts';
import type { ReceivedRequest, Reply } from '../../tools/n8n/servers/httpServer.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from './n8n.cts';
import { describeFile, describeMail, describeRequest, type Sent } from './sent.cts';
import { startVendors } from './vendors.cts';

/**
 * A file in `fixtures/templates`: how a template is filled in, and what it sends for an application. If a vendor
 * documents the requests and the answers, the file begins with links to these pages.
 */
export interface TemplateFixture {
	/** The values that a user enters in empty fields, by step and parameter. `<folder>` stands for the test's folder. */
	readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** The data of credentials, by type. Others are for the trigger or a test server, or have a fictional token. */
	readonly credentials?: Readonly<Record<string, object>>;
	/** How the application differs from the sample. */
	readonly application?: object;
	/** The vendor's answers, by method and URL without a query. `*` stands for any characters. */
	readonly answers?: Readonly<Record<string, Reply>>;
	/** The body with which the vendor refuses a request. The reason is `WHY`. By default, it is in `message`. */
	readonly refusal?: unknown;
	/** Headers that each request has, except those in `withoutKey`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The requests (without a query) that need no key, because their URL is secret. */
	readonly withoutKey?: readonly string[];
	readonly sends: readonly Sent[];
	/** Everything that is sent for an application without files, unless only the files are missing. */
	readonly sendsWithoutFiles?: readonly Sent[];
	/** Whether an application without files makes the execution fail, because there is nothing to send. */
	readonly failsWithoutFiles?: boolean;
	/** Everything that is sent when the same application arrives again, if that differs from the first time. */
	readonly sendsAgain?: readonly Sent[];
	/** The POST requests (without a query) that do no harm if they are repeated. */
	readonly repeatable?: readonly string[];
}

const SECRET = 'a-fictional-secret';
const FOLDER = path.join(__dirname, '..', 'fixtures', 'templates');

export const FIXTURES: Readonly<Record<string, TemplateFixture>> = Object.fromEntries(
	readdirSync(FOLDER).map((file) => [
		file.replace(/yaml$/, 'json'),
		parse(readFileSync(path.join(FOLDER, file), 'utf8'), { merge: true }) as TemplateFixture,
	]),
);

export interface Fault {
	/** The method and URL (without a query) of the requests that the vendor refuses. */
	readonly line: string;
	/** The answer. If there is none, the connection is closed. */
	readonly reply: Reply | undefined;
}

interface StoredNode {
	readonly name: string;
	readonly parameters: object;
}

export type TemplateTests = Awaited<ReturnType<typeof startTemplateTests>>;

/** Starts n8n and everything to which templates send applications. */
export async function startTemplateTests() {
	const folder = await createFolder('applications');
	let answers: NonNullable<TemplateFixture['answers']> = {};
	let fault: Fault | undefined;
	/** The requests that `takeSent` hasn't returned yet. */
	const requests: ReceivedRequest[] = [];

	const findReply = (line: string): Reply | undefined => {
		if (line === fault?.line) return fault.reply;
		const [, answer] =
			Object.entries(answers).find(([pattern]) =>
				new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`).test(line),
			) ?? [];
		return answer ?? { status: 404, body: { message: `the fixture has no answer to ${line}` } };
	};
	const vendors = await startVendors((request) => {
		const line = lineOf(request);
		// n8n itself asks its maker for news.
		if (!line.includes('api.n8n.io')) requests.push(request);
		return findReply(line);
	});
	const n8n = await startAnotherN8n({ ...vendors, N8N_RESTRICT_FILE_ACCESS_TO: folder });
	const mailServer = await startMailServer();
	const { cookie } = n8n.session;
	const listed = await fetch(`${n8n.url}/types/nodes.json`, { headers: { cookie } });
	const nodeTypes = (await listed.json()) as INodeTypeDescription[];

	/** Creates the credentials of a template. Returns what a user selects and enters, and shorter pauses before retries. */
	const fillIn = async (file: string) => {
		const { fields = {}, credentials = {} } = FIXTURES[file] ?? {};
		const own = { [CREDENTIAL_TYPE]: { authentication: 'bearer', token: TOKEN } };
		const known = { ...own, smtp: mailServer.credential, ...credentials };
		const chosen: Record<string, readonly [type: string, id: string]> = {};
		for (const node of (await readTemplate(file)).nodes) {
			const type = findCredential(nodeTypes, node);
			if (type === undefined) continue;
			const data = (known as Record<string, object>)[type] ?? OAUTH2;
			chosen[node.name] = [type, await n8n.session.createCredential(type, type, data)];
		}
		const entered = JSON.stringify(fields).replaceAll('<folder>', folder);
		return {
			fields: JSON.parse(entered) as typeof fields,
			credentials: chosen,
			texts: { '"waitBetweenTries":3000': '"waitBetweenTries":100' },
		};
	};

	/** Returns and removes everything that workflows have sent and written. */
	const takeSent = async () => {
		const taken = requests.splice(0);
		const sent = await Promise.all(taken.map(describeRequest));
		const mails = mailServer.takeAllMails().map(({ to, mail }) => describeMail(mail, to));
		const files: Sent[] = [];
		for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
			const file = path.join(entry.parentPath, entry.name);
			if (!entry.isFile()) continue;
			files.push({ file: describeFile(path.relative(folder, file), await readFile(file)) });
			await rm(file);
		}
		return { requests: taken, sent: [...sent, ...mails, ...sortBy(files, 'file')] };
	};

	/** Returns the result of an execution, and everything that the workflow has sent and written. */
	const takeResult = async (execution: Execution) => {
		const items = ['Your next step', 'Declined'].flatMap((name) =>
			execution.outputsOf(name).flat(),
		);
		const output = items.map(
			({ json, binary = {} }): Record<string, unknown> => ({ ...json, files: Object.keys(binary) }),
		);
		const { id, status, error, description } = execution;
		return { id, status, error, description, output, ...(await takeSent()) };
	};

	return {
		n8n,
		nodeTypes,
		fillIn,
		takeSent,
		takeResult,
		/** Fills in and publishes a template. */
		publish: async (file: string) => {
			const { application, answers: usual = {} } = FIXTURES[file] ?? {};
			answers = usual;
			const imported = await importTemplate(n8n.session, n8n.url, file, await fillIn(file));
			const { workflowId, productionUrl } = imported;
			await n8n.session.publish(workflowId);
			let count = await n8n.session.countExecutions(workflowId);
			let lastId = 4710;
			const waitForNext = async () => await n8n.session.waitForExecution(workflowId, (count += 1));
			return {
				workflowId,
				/** Delivers an application with changed members, a fault, and other answers. */
				send: async (members: object = {}, expected?: Fault, others = {}) => {
					answers = { ...usual, ...others };
					fault = expected;
					const sample = { ...goodApplication({ id: (lastId += 1) }), ...application };
					expect((await deliver(productionUrl, { ...sample, ...members })).status).toBe(200);
					const result = await takeResult(await waitForNext());
					if (!fault) expect(result.error).toBeUndefined();
					return result;
				},
				/** Changes and publishes the workflow. */
				change: async (change: (nodes: readonly StoredNode[]) => object) => {
					const { versionId, nodes } = await n8n.session.readWorkflow(workflowId);
					const body = { versionId, ...change(nodes as readonly StoredNode[]) };
					await n8n.session.call('PATCH', `/workflows/${workflowId}`, body);
					await n8n.session.publish(workflowId);
				},
				/** Does what "Retry execution" does, without a fault, with the original or the currently saved workflow. */
				retry: async (id: string, isCurrent = false) => {
					fault = undefined;
					const status = await n8n.session.retryExecution(id, isCurrent);
					await waitForNext();
					return { status, ...(await takeSent()) };
				},
			};
		},
	};
}

const OAUTH2 = {
	clientId: 'a-fictional-client',
	clientSecret: SECRET,
	oauthTokenData: { access_token: SECRET, token_type: 'Bearer', expires_in: 360_000 },
};

/** Returns the type of the credential that a node needs, if it needs one. */
function findCredential(nodeTypes: readonly INodeTypeDescription[], template: TemplateNode) {
	const { genericAuthType, nodeCredentialType } = template.parameters;
	const chosen = genericAuthType ?? nodeCredentialType;
	if (typeof chosen === 'string') return chosen;
	const { node, type, parameters } = findType(nodeTypes, template);
	return type.credentials?.find((credential) =>
		NodeHelpers.displayParameter(parameters, credential, node, type),
	)?.name;
}

/** Returns a node, its type, and the parameters that its type knows. Those that the node doesn't set have default values. */
export function findType(nodeTypes: readonly INodeTypeDescription[], template: TemplateNode) {
	const node = template as unknown as INode;
	const type = nodeTypes.find(
		({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
	);
	if (!type) throw new Error(`n8n has no node ${node.type} ${node.typeVersion}`);
	const values = [type.properties, node.parameters, true, false, node, type] as const;
	return { node, type, parameters: NodeHelpers.getNodeParameters(...values) ?? {} };
}

export const lineOf = ({ method, path: url }: ReceivedRequest): string =>
	`${method} ${url.split('?')[0]}`;
