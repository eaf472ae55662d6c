import {
	resolveWebhookDescriptionField,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunctions,
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypes,
	type IWebhookDescription,
} from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';
import { PAGES } from '../../nodes/CleverConnect/documentation';
import { triggerPanel } from '../../nodes/CleverConnect/trigger/triggerPanel';
import { DOCS_FOLDER } from '../../tools/docs/page.cts';
import { resolveCredential } from './context.cts';

const trigger = new CleverConnectTrigger();
const { description } = trigger;
const credential = new CleverConnectWebhookApi();

const outline = ({ name, displayName, type, default: value }: INodeProperties) => [
	name,
	displayName,
	type,
	value,
];
const valuesOf = (properties: INodeProperties[], name: string) =>
	properties
		.find((property) => property.name === name)
		?.options?.map((option) => ('value' in option ? [option.value, option.name] : []));

describe('saved workflows rely on', () => {
	it('the names of the node and the credential, and the node version', () => {
		expect(description).toMatchObject({
			name: 'cleverConnectTrigger',
			displayName: 'CleverConnect Trigger',
			version: 2,
			inputs: [],
			credentials: [{ name: 'cleverConnectWebhookApi', required: true }],
		});
		expect(credential).toMatchObject({
			name: 'cleverConnectWebhookApi',
			displayName: 'CleverConnect Webhook API',
		});
	});

	it("the webhook's name, method, and path", () => {
		expect(description.webhooks).toMatchObject([
			{ name: 'default', httpMethod: 'POST', path: 'applications' },
		]);
		expect(description.webhooks?.[0]?.isFullPath).toBeUndefined();
	});

	it('the parameters and their defaults', () => {
		expect(description.properties.map(outline)).toEqual([
			['responseMode', 'Respond', 'options', 'onReceived'],
			['onIssues', 'When Something Is Wrong', 'options', 'flag'],
			['output', 'Output', 'options', 'application'],
			['options', 'Options', 'collection', {}],
		]);
		const options = description.properties.at(-1)?.options as INodeProperties[];
		expect(options.map(outline)).toEqual([
			['acceptedFileTypes', 'Accepted File Types', 'string', 'pdf, doc, docx'],
			['keepContent', 'Keep Base64 Content', 'boolean', false],
			['maxFileSize', 'Maximum File Size (MB)', 'number', 0],
			['skipRedeliveries', 'Skip Re-Deliveries', 'boolean', true],
		]);
	});

	it('the values of each parameter', () => {
		expect(valuesOf(description.properties, 'responseMode')).toEqual([
			['onReceived', 'Immediately'],
			['lastNode', 'When Last Node Finishes'],
		]);
		expect(valuesOf(description.properties, 'onIssues')).toEqual([
			['flag', 'Deliver and Flag'],
			['reject', 'Reject'],
			['review', 'Send to Needs Review Output'],
		]);
		expect(valuesOf(description.properties, 'output')).toEqual([
			['application', 'One Item per Application'],
			['attachment', 'One Item per Attachment'],
		]);
	});

	it("the credential's fields and their defaults", () => {
		expect(credential.properties.map(outline)).toEqual([
			['authentication', 'Authentication', 'options', 'bearer'],
			['headerName', 'Header Name', 'string', 'X-Api-Key'],
			['queryParameter', 'Query Parameter Name', 'string', 'token'],
			['username', 'Username', 'string', ''],
			['token', 'Token', 'string', ''],
			['token', 'Password', 'string', ''],
			['previousToken', 'Previous Token', 'string', ''],
			['previousToken', 'Previous Password', 'string', ''],
			['allowedIps', 'Allowed IP Addresses', 'string', ''],
		]);
		expect(valuesOf(credential.properties, 'authentication')?.map(([value]) => value)).toEqual([
			'basic',
			'bearer',
			'header',
			'none',
			'query',
		]);
	});
});

it("an option's description fits in the editor and contains no HTML", () => {
	const properties = [...description.properties.slice(0, -1), ...credential.properties];
	const choices = properties.flatMap(({ options = [] }) => options as INodePropertyOptions[]);
	expect(choices).toHaveLength(12);
	for (const choice of choices) expect(choice.description).not.toMatch(/[<>]/);

	// The drop-down list in a node is narrow and shows only two lines of a description.
	const ofTheNode = choices.slice(0, 7);
	for (const choice of ofTheNode) expect(choice.description?.length).toBeLessThanOrEqual(100);
});

it('the subtitle on the canvas is the name of the selected option', () => {
	const options = valuesOf(description.properties, 'onIssues') as Array<[string, string]>;
	for (const [onIssues, name] of options) {
		const expression = String(description.subtitle).slice('={{'.length, -'}}'.length);
		expect(runInNewContext(`(${expression})`, { $parameter: { onIssues } })).toBe(name);
	}
});

describe("the trigger's panel", () => {
	const { executionsHelp, activationHint } = triggerPanel as Record<
		'executionsHelp' | 'activationHint',
		Record<'inactive' | 'active', string>
	>;
	const listLinks = (html: string) => [...html.matchAll(/href="(.*?)"/g)].map(([, url]) => url);

	it('lists the ways to send a test application, from the easiest to the terminal command', () => {
		expect(listLinks(activationHint.inactive)).toEqual([
			PAGES.templates,
			PAGES.testForm,
			PAGES.message,
		]);
		for (const text of Object.values(executionsHelp)) {
			expect(text.lastIndexOf('<b>')).toBe(text.indexOf('<b>With a terminal</b>'));
		}
	});

	it('contains no expressions, and only HTML elements that n8n keeps', () => {
		const texts = [...Object.values(executionsHelp), ...Object.values(activationHint)];
		for (const text of texts) {
			const tags = [...text.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag);
			expect(['a', 'b', 'br', 'code', 'pre']).toEqual(expect.arrayContaining(tags));
			expect(text).not.toContain('{{');
		}
	});
});

it.each(Object.values(PAGES))('the editor links to an existing page: %s', (url) => {
	const [, file = 'README.md', anchor] =
		/\/n8n-nodes-cleverconnect(?:\/blob\/main\/([^#]+))?(?:#(.+))?$/.exec(url) ?? [];
	const text = readFileSync(path.join(__dirname, '..', '..', file), 'utf8');
	const title = anchor?.replaceAll('-', ' ') ?? '';
	expect(text).toMatch(new RegExp(anchor === undefined ? '' : `^#+ ${title}$`, 'im'));
});

it('secrets are hidden in the editor', () => {
	const secrets = credential.properties.filter(({ name }) => /token$/i.test(name));
	expect(secrets).toHaveLength(4);
	for (const { typeOptions } of secrets) expect(typeOptions?.password).toBe(true);
});

it('no parameter accepts expressions, because access must not depend on a request', () => {
	const collection = description.properties.at(-1)?.options as INodeProperties[];
	for (const property of [...description.properties.slice(0, -1), ...collection]) {
		expect([property.name, property.noDataExpression]).toEqual([property.name, true]);
	}
});

describe('the percent-encoding of a token in a URL is explained in', () => {
	const { inactive, active } = triggerPanel.executionsHelp as { inactive: string; active: string };
	const page = readFileSync(path.join(DOCS_FOLDER, 'settings.md'), 'utf8');
	const property = credential.properties.find(({ name }) => name === 'queryParameter');

	it.each<[string, string]>([
		['docs/settings.md', page.replaceAll('`', '')],
		['the credential', String(property?.description)],
		["the trigger's panel", inactive.replaceAll('&amp;', '&')],
		["a published trigger's panel", active.replaceAll('&amp;', '&')],
	])('%s', (_name, text) => {
		expect(text).toContain('?token=');
		expect(text).toContain('percent-encoded');
		const pairs = [...text.matchAll(/(%[\dA-F]{2}) for (\S)/g)];
		expect(pairs.map(([, encoded = '']) => decodeURIComponent(encoded)).join(' ')).toBe('+ & # %');
		expect(pairs.map(([, , character]) => character).join(' ')).toBe('+ & # %');
	});
});

it('the credential accepts expressions only for the username and the tokens', () => {
	const names = credential.properties
		.filter(({ noDataExpression }) => !noDataExpression)
		.map(({ name }) => name);
	expect(new Set(names)).toEqual(new Set(['username', 'token', 'previousToken']));
});

describe.each([
	['onReceived', 'flag', 'onReceived', '', ['Application']],
	['lastNode', 'flag', 'lastNode', 'noData', ['Application']],
	['onReceived', 'reject', 'onReceived', '', ['Application']],
	['onReceived', 'review', 'onReceived', '', ['Application', 'Needs Review']],
])(
	'with responseMode %s and onIssues %s,',
	(responseMode, onIssues, expectedMode, expectedData, expectedOutputs) => {
		const node: INode = {
			id: 'node-1',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 2,
			position: [0, 0],
			parameters: { responseMode, onIssues },
		};
		const nodeTypes: INodeTypes = {
			getByName: () => trigger,
			getByNameAndVersion: () => trigger,
			getKnownTypes: () => ({}),
		};
		const { expression } = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes,
		});
		const webhook = description.webhooks?.[0] as IWebhookDescription;
		const evaluate = (template: unknown) =>
			expression.getSimpleParameterValue(node, template as string, 'internal', {});

		it("n8n resolves the webhook's response fields without its expression engine", () => {
			const resolve = (field: string) => resolveWebhookDescriptionField(node, webhook, field);
			expect(resolve('responseMode')).toEqual({ resolved: true, value: expectedMode });
			expect(resolve('responseData')).toEqual({ resolved: true, value: expectedData });
		});

		it("the editor's expressions for these fields return the same values", () => {
			expect(evaluate(webhook.responseMode)).toBe(expectedMode);
			expect(evaluate(webhook.responseData)).toBe(expectedData);
		});

		it('the node has the expected outputs', () => {
			const outputs = evaluate(description.outputs) as unknown as Array<{ displayName: string }>;
			expect(outputs.map(({ displayName }) => displayName)).toEqual(expectedOutputs);
		});
	},
);

describe('the Test button', () => {
	const press = async (data: ICredentialDataDecryptedObject | undefined) =>
		await trigger.methods.credentialTest.testCredential.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'c',
			type: 'cleverConnectWebhookApi',
			...(data && { data }),
		});

	it('calls only the trigger, because the credential has no test request', () => {
		expect(credential).not.toHaveProperty('test');
		expect(description.credentials?.[0]?.testedBy).toBe('testCredential');
	});

	it('shows success for a valid credential', async () => {
		const credential = { authentication: 'bearer', token: 'an-invented-secret' };
		expect(await press(resolveCredential(credential))).toEqual({
			status: 'OK',
			message: 'The credential is complete.',
		});
	});

	it('shows what to correct in an invalid credential', async () => {
		expect(await press(resolveCredential({ authentication: 'none' }))).toEqual({
			status: 'Error',
			message:
				"The CleverConnect credential cannot be used yet. Without a token, anyone could send applications. Add an address to 'Allowed IP Addresses', or choose a different 'Authentication'.",
		});
		const token = { authentication: 'bearer', token: '={{ $vars.gone }}' };
		expect(await press(resolveCredential(token))).toMatchObject({
			message: expect.stringContaining("'Token' is not text.") as string,
		});
		expect(await press(undefined)).toMatchObject({ status: 'Error' });
	});
});

describe('in an n8n version that cannot resolve the response fields natively', () => {
	it('these fields are expressions', async () => {
		await jest.isolateModulesAsync(async () => {
			jest.doMock('n8n-workflow', () => ({}));
			const { responseFields } = await import('../../nodes/CleverConnect/trigger/responseFields');
			jest.dontMock('n8n-workflow');
			const evaluate = (template: string, $parameter: object) =>
				runInNewContext(template.slice(3, -2), { $parameter }) as unknown;
			const { responseMode, responseData } = responseFields;
			expect(evaluate(responseMode, {})).toBe('onReceived');
			expect(evaluate(responseMode, { responseMode: 'lastNode' })).toBe('lastNode');
			expect(evaluate(responseData, { responseMode: 'lastNode' })).toBe('noData');
			expect(evaluate(responseData, { responseMode: 'onReceived' })).toBe('');
		});
	});
});
