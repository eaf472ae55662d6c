import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { findBlock, readBlocks } from '../../tools/docs/page.cts';
import {
	CREDENTIAL_TYPE,
	FAILING_NODE,
	TOKEN,
	deliver,
	publishReceiver,
	waitingNode,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

const withoutEmail = () => {
	const { email: _email, ...candidate } = goodApplication().candidate;
	return { ...goodApplication(), candidate };
};

const PAGE = 'answers.md';

/** The functions that produce each response on the page, by the name of the page's code block. */
const answers: Record<string, () => Promise<Response>> = {
	accepted: async () =>
		await deliver((await publishReceiver(n8n)).productionUrl, goodApplication()),
	'accepted-with-issues': async () =>
		await deliver((await publishReceiver(n8n)).productionUrl, withoutEmail()),
	duplicate: async () => {
		const { productionUrl } = await publishReceiver(n8n);
		await deliver(productionUrl, goodApplication());
		return await deliver(productionUrl, goodApplication());
	},
	checked: async () => {
		const { productionUrl } = await publishReceiver(n8n);
		const [resume] = goodApplication().attachments ?? [];
		const body = { ...withoutEmail(), attachments: [resume] };
		const response = await deliver(productionUrl, body, { 'x-check-only': 'true' });
		const answer = (await response.json()) as { receipt: object };
		const receipt = { receivedAt: '2026-03-01T12:00:00.000Z', sourceIp: '203.0.113.7' };
		return Response.json({ ...answer, receipt: { ...answer.receipt, ...receipt } });
	},
	'wrong-token': async () => {
		const { productionUrl } = await publishReceiver(n8n);
		const response = await deliver(productionUrl, goodApplication(), { authorization: '' });
		expect(response.headers.get('www-authenticate')).toContain('Bearer');
		return response;
	},
	'address-not-allowed': async () => {
		const credential = { authentication: 'bearer', token: TOKEN, allowedIps: '203.0.113.7' };
		return await deliver((await publishReceiver(n8n, { credential })).productionUrl, {});
	},
	'sent-by-browser': async () => {
		const credential = { authentication: 'none', allowedIps: '127.0.0.0/8 ::1' };
		const { productionUrl } = await publishReceiver(n8n, { credential });
		return await deliver(productionUrl, {}, { origin: 'https://page.example.com' });
	},
	'unknown-url': async () =>
		await deliver(`${n8n.url}/webhook/${randomUUID()}/applications`, goodApplication()),
	'file-too-large': async () => {
		const parameters = { options: { maxFileSize: 5 } };
		const content = Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64');
		return await deliver(
			(await publishReceiver(n8n, { parameters })).productionUrl,
			goodApplication({ attachments: [{ content }] }),
		);
	},
	'not-announced-as-json': async () =>
		await deliver((await publishReceiver(n8n)).productionUrl, 'id=4711', {
			'content-type': 'application/x-www-form-urlencoded',
		}),
	'no-application': async () =>
		await deliver((await publishReceiver(n8n)).productionUrl, { id: 4711 }),
	rejected: async () => {
		const parameters = { onIssues: 'reject' };
		return await deliver(
			(await publishReceiver(n8n, { parameters })).productionUrl,
			withoutEmail(),
		);
	},
	'no-json': async () => await deliver((await publishReceiver(n8n)).productionUrl, '{"id":'),
	'unsound-credential': async () => {
		const { credentialId, productionUrl } = await publishReceiver(n8n);
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, {
			authentication: 'none',
		});
		return await deliver(productionUrl, goodApplication());
	},
	'unsound-credential-between-failures': async () => {
		const { credentialId, productionUrl } = await publishReceiver(n8n);
		await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, {
			authentication: 'none',
		});
		await deliver(productionUrl, goodApplication());
		const response = await deliver(productionUrl, goodApplication());
		expect(response.headers.get('retry-after')).toBe('60');
		return response;
	},
	'workflow-failed': async () => {
		const { productionUrl } = await publishReceiver(n8n, {
			parameters: { responseMode: 'lastNode' },
			next: [FAILING_NODE],
		});
		return await deliver(productionUrl, goodApplication());
	},
	'too-large-for-n8n': async () => {
		const { productionUrl } = await publishReceiver(n8n);
		const body = JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) }));
		// Compressed, because n8n disconnects while it still receives a body that is too large.
		return await deliver(productionUrl, gzipSync(body), { 'content-encoding': 'gzip' });
	},
	'copy-in-progress': async () => {
		const { productionUrl } = await publishReceiver(n8n, {
			parameters: { responseMode: 'lastNode' },
			next: [waitingNode(3)],
		});
		const send = async () => await deliver(productionUrl, goodApplication());
		const [first, second] = await Promise.all([send(), send()]);
		const refused = first.status === 200 ? second : first;
		expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
		return refused;
	},
};
const withoutIds = (text: string) =>
	text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'ID');

it.each(readBlocks(PAGE).filter(({ language }) => language === 'json'))(
	'the response "$heading" is as documented',
	async ({ name = 'no name', heading, code }) => {
		const getAnswer = answers[name];
		if (!getAnswer)
			throw new Error(`docs/${PAGE}, "${heading}": the test "${name}" does not exist`);
		const response = await getAnswer();
		expect(response.status).toBe(Number.parseInt(heading, 10));
		const text = withoutIds(await response.text());
		expect(JSON.parse(text)).toEqual(JSON.parse(withoutIds(code)));
	},
);

it('copies and updates get the responses in the diagram', async () => {
	const diagram = findBlock('duplicates.md', 'copies').code;
	const { productionUrl } = await publishReceiver(n8n);
	const update = withoutEmail();
	const statuses = [];
	for (const body of [goodApplication(), goodApplication(), update]) {
		const response = await deliver(productionUrl, body);
		const { status } = (await response.json()) as { status: string };
		statuses.push(`${response.status} ${status}`);
	}
	expect(statuses).toEqual(diagram.match(/200 \w+/g));
});
