import { gzipSync } from 'node:zlib';
import { readBlocks } from '../../tools/docs/page.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	FAILING_NODE,
	publishReceiver,
	waitingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const PAGE = 'answers.md';

const { email: _email, ...candidate } = goodApplication().candidate;
const withoutEmail = { ...goodApplication(), candidate };
const lastNode = { parameters: { responseMode: 'lastNode' } };

interface Sent {
	readonly options?: ReceiverOptions;
	/** Replaces the credential once the workflow is published. */
	readonly credential?: object;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** How often the application is sent. The last response counts. */
	readonly times?: number;
}

async function send({ options, credential, body = goodApplication(), headers, times = 1 }: Sent) {
	const { productionUrl, credentialId } = await publishReceiver(n8n, options);
	if (credential) {
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, credential);
	}
	for (let count = 1; count < times; count++) await deliver(productionUrl, body, headers);
	return await deliver(productionUrl, body, headers);
}

/** Sends an application and its duplicate at the same time, and returns the response to the duplicate. */
async function sendDuplicate() {
	const { productionUrl } = await publishReceiver(n8n, { ...lastNode, next: [waitingNode(3)] });
	const both = [1, 2].map(async () => await deliver(productionUrl, goodApplication()));
	const responses = await Promise.all(both);
	return responses.find(({ status }) => status !== 200) ?? Response.error();
}

/** What produces each response on the page, by the name of the page's code block. */
const answers: Record<string, Sent | (() => Promise<Response>)> = {
	accepted: {},
	'accepted-with-issues': { body: withoutEmail },
	duplicate: { times: 2 },
	checked: {
		body: goodApplication({ attachments: (goodApplication().attachments ?? []).slice(0, 1) }),
		headers: { 'x-check-only': 'true' },
	},
	'wrong-token': { headers: { authorization: '' } },
	'address-not-allowed': {
		options: { credential: { authentication: 'none', allowedIps: '203.0.113.7' } },
		headers: { 'x-forwarded-for': '203.0.113.7' },
	},
	'file-too-large': {
		options: { parameters: { options: { maxFileSize: 5 } } },
		body: goodApplication({
			attachments: [{ content: Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64') }],
		}),
	},
	'not-announced-as-json': {
		body: 'id=4711',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	},
	'no-application': { body: { id: 4711 } },
	'unclear-check-only': { headers: { 'x-check-only': 'yes' } },
	'no-json': { body: '{"id":' },
	'unsound-credential': { credential: { authentication: 'none' } },
	'unsound-credential-between-failures': { credential: { authentication: 'none' }, times: 2 },
	'workflow-failed': { options: { ...lastNode, next: [FAILING_NODE] } },
	'too-large-for-n8n': {
		// Compressed, because n8n disconnects while it still receives a body that is too large.
		body: gzipSync(JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) }))),
		headers: { 'content-encoding': 'gzip' },
	},
	'duplicate-in-progress': sendDuplicate,
};

/** Parses a response without the values that always differ. */
const parse = (text: string): unknown =>
	JSON.parse(text, (name, value: unknown) => {
		if (name === 'receivedAt' || name === 'sourceIp') return name;
		return typeof value === 'string' ? value.replace(/[\da-f]{8}(?:-[\da-f]+){4}/g, 'ID') : value;
	});

it.each(readBlocks(PAGE).filter(({ language }) => language === 'json'))(
	'the response "$heading" is as documented',
	async ({ name = 'no name', heading, code }) => {
		const sent = answers[name];
		if (!sent) throw new Error(`docs/${PAGE}, "${heading}": the test "${name}" does not exist`);
		const response = typeof sent === 'function' ? await sent() : await send(sent);
		expect(response.status).toBe(Number.parseInt(heading, 10));
		expect(parse(await response.text())).toEqual(parse(code));
	},
);

it('with Respond: When Last Node Finishes, the response is 200 without a body', async () => {
	const response = await send({ options: lastNode });
	expect([response.status, await response.text()]).toEqual([200, '']);
});

it("n8n's log has the lines that troubleshooting.md describes for these responses", async () => {
	await deliver(`${n8n.url}/webhook/unknown`, {});
	const log = n8n.log();
	expect(log).toMatch(/CleverConnect Trigger refused a delivery from /);
	expect(log).toMatch(/CleverConnect Trigger checked an application from /);
	expect(log).toMatch(/Received request for unknown webhook/);
	expect(log).toMatch(/Error in handling webhook request .*There was a problem executing/);
});
