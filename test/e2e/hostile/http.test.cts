import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import { createReceiver, deliver, TOKEN, type Receiver } from '../../../tools/n8n/workflow.cts';

// Requests that only HTTP itself can carry: without the token the answer is 401, n8n answers what it
// can't read, and n8n keeps running.

jest.setTimeout(600_000);

let n8n: Instance;
let receiver: Receiver;

beforeAll(async () => {
	n8n = await startInstance({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	receiver = await createReceiver(n8n.url, n8n.session, { name: 'Hostile' });
	await n8n.session.publish(receiver.workflowId);
});

afterAll(async () => await n8n?.stop());

const BODY = JSON.stringify(goodApplication({ attachments: [] }));

/** Sends header lines byte for byte and returns the status of the answer. */
async function sendRaw(headerLines: readonly string[], body: Buffer | string = BODY) {
	const { hostname, port, pathname } = new URL(receiver.productionUrl);
	const bytes = Buffer.from(body);
	const head = [
		`POST ${pathname} HTTP/1.1`,
		`Host: ${hostname}:${port}`,
		`Content-Length: ${bytes.length}`,
		'Connection: close',
		...headerLines,
	];
	const socket = connect(Number(port), hostname);
	socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
	let answer = '';
	for await (const chunk of socket.setEncoding('latin1')) answer += String(chunk);
	return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const JSON_TYPE = 'Content-Type: application/json';
const RIGHT = `Authorization: Bearer ${TOKEN}`;
const WRONG = 'Authorization: Bearer wrong';

describe('a request with', () => {
	it.each<[string, string[], number]>([
		['Authorization in another letter case', [`aUTHORIZATION: bEARER ${TOKEN}`, JSON_TYPE], 200],
		['Authorization twice, the first wrong', [WRONG, RIGHT, JSON_TYPE], 401],
		['Authorization twice, the first empty', ['Authorization:', RIGHT, JSON_TYPE], 401],
		['Authorization in Latin-1', ['Authorization: Bearer \xe9\xe8', JSON_TYPE], 401],
		['Proxy-Authorization', [`Proxy-${RIGHT}`, JSON_TYPE], 401],
		['Authorization as a cookie', [`Cookie: ${RIGHT}`, JSON_TYPE], 401],
		['a token in the body only', [JSON_TYPE, `X-Body: ${TOKEN}`], 401],
		['headers of 12 KB', [`X-Large: ${'x'.repeat(12_000)}`, RIGHT, JSON_TYPE], 200],
		['headers of 20 KB, which Node.js refuses', [`X-Large: ${'x'.repeat(20_000)}`], 431],
		['a header folded into two lines, which Node.js refuses', [`${WRONG}\r\n x`], 400],
		['NUL in a header, which Node.js refuses', ['X-Nul: a\0b'], 400],
		['a content type twice, the first wrong', [RIGHT, 'Content-Type: text/plain', JSON_TYPE], 415],
		['a content type that is no type', [RIGHT, 'Content-Type: ;;;'], 415],
		['no content type', [RIGHT], 415],
	])('%s is answered as expected', async (_name, headerLines, status) => {
		expect(await sendRaw(headerLines)).toBe(status);
	});
});

describe('a body', () => {
	const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
	it.each<[string, string[], Buffer | string, number[]]>([
		['without content', [], '', [422]],
		['with a byte order mark, which earlier n8n versions refuse', [], `\ufeff${BODY}`, [200, 422]],
		['in UTF-16, not declared as such', [], Buffer.from(BODY, 'utf16le'), [422]],
		['that is cut off', [], BODY.slice(0, 50), [422]],
		['that is not UTF-8', [], Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), [422]],
		['declared as gzip that is not gzip', ['Content-Encoding: gzip'], BODY, [400, 422, 500]],
		[
			'in gzip that is cut off',
			['Content-Encoding: gzip'],
			gzipSync(BODY).subarray(0, 40),
			[400, 422, 500],
		],
		['in gzip of 200 MB of zeros', ['Content-Encoding: gzip'], bomb, [413, 500]],
		['in an unknown encoding', ['Content-Encoding: br'], BODY, [200, 415]],
	])('%s is answered as expected', async (_name, headerLines, body, statuses) => {
		const status = await sendRaw([RIGHT, JSON_TYPE, ...headerLines], body);
		expect(statuses).toContain(status);
	});

	it('in a charset that does not exist is refused by n8n', async () => {
		const type = 'Content-Type: application/json; charset=klingon';
		expect([415, 422]).toContain(await sendRaw([RIGHT, type]));
	});
});

describe('n8n answers 404', () => {
	it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('to the method %s', async (method) => {
		const response = await fetch(receiver.productionUrl, {
			method,
			headers: { authorization: `Bearer ${TOKEN}` },
		});
		expect(response.status).toBe(404);
	});

	it('to a path that only resembles the URL', async () => {
		for (const suffix of ['/x', '%00', '/../x', '.json']) {
			expect((await deliver(receiver.productionUrl + suffix, BODY)).status).toBe(404);
		}
	});
});

it('a request that is aborted starts no execution', async () => {
	const { hostname, port, pathname } = new URL(receiver.productionUrl);
	const before = await n8n.session.countExecutions(receiver.workflowId);
	for (let attempt = 0; attempt < 20; attempt++) {
		const socket = connect(Number(port), hostname);
		socket.on('error', () => {});
		const head = [`POST ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 1000', RIGHT, JSON_TYPE];
		socket.write(`${head.join('\r\n')}\r\n\r\n{"id":`);
		await new Promise((resolve) => setTimeout(resolve, 10));
		socket.destroy();
	}
	expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(before);
});

it('n8n keeps running', async () => {
	const update = JSON.stringify(goodApplication({ id: 99, attachments: [] }));
	expect((await deliver(receiver.productionUrl, update)).status).toBe(200);
});
