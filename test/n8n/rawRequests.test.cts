import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';
import { createReceiver, deliver, TOKEN, type Receiver } from '../../tools/n8n/client/workflow.cts';

// Sends requests that can be made only at the HTTP level. Without the token, the response is 401. n8n
// responds even to requests that it can't read, and keeps running.

let receiver: Receiver;

beforeAll(async () => {
	receiver = await createReceiver(n8n.url, n8n.session, { name: 'Hostile' });
	await n8n.session.publish(receiver.workflowId);
});

const BODY = JSON.stringify(goodApplication({ attachments: [] }));

/** Sends header lines byte for byte and returns the status of the response. */
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
		[
			'Authorization in a different letter case',
			[`aUTHORIZATION: bEARER ${TOKEN}`, JSON_TYPE],
			200,
		],
		['two Authorization headers, the first with a wrong token', [WRONG, RIGHT, JSON_TYPE], 401],
		['two Authorization headers, the first empty', ['Authorization:', RIGHT, JSON_TYPE], 401],
		['an Authorization header in Latin-1', ['Authorization: Bearer \xe9\xe8', JSON_TYPE], 401],
		['Proxy-Authorization instead of Authorization', [`Proxy-${RIGHT}`, JSON_TYPE], 401],
		['the Authorization header sent as a cookie', [`Cookie: ${RIGHT}`, JSON_TYPE], 401],
		['the token only in a custom header', [JSON_TYPE, `X-Body: ${TOKEN}`], 401],
		['headers of 12 KB', [`X-Large: ${'x'.repeat(12_000)}`, RIGHT, JSON_TYPE], 200],
		['headers of 20 KB, which Node.js refuses', [`X-Large: ${'x'.repeat(20_000)}`], 431],
		['a header folded onto two lines, which Node.js refuses', [`${WRONG}\r\n x`], 400],
		['a NUL character in a header, which Node.js refuses', ['X-Nul: a\0b'], 400],
		['two content types, the first wrong', [RIGHT, 'Content-Type: text/plain', JSON_TYPE], 415],
		['an invalid content type', [RIGHT, 'Content-Type: ;;;'], 415],
		['no content type', [RIGHT], 415],
	])('%s gets the expected status', async (_name, headerLines, status) => {
		expect(await sendRaw(headerLines)).toBe(status);
	});
});

describe('a body', () => {
	const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
	it.each<[string, string[], Buffer | string, number[]]>([
		['that is empty', [], '', [422]],
		['with a byte order mark, which earlier n8n versions refuse', [], `\ufeff${BODY}`, [200, 422]],
		['in UTF-16 that is not declared', [], Buffer.from(BODY, 'utf16le'), [422]],
		['that is cut off', [], BODY.slice(0, 50), [422]],
		['that is not UTF-8', [], Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), [422]],
		['that is declared as gzip but is not', ['Content-Encoding: gzip'], BODY, [400, 422, 500]],
		[
			'in gzip that is cut off',
			['Content-Encoding: gzip'],
			gzipSync(BODY).subarray(0, 40),
			[400, 422, 500],
		],
		['in gzip of 200 MB of zeros', ['Content-Encoding: gzip'], bomb, [413, 500]],
		['in an unknown encoding', ['Content-Encoding: br'], BODY, [200, 415]],
	])('%s gets the expected status', async (_name, headerLines, body, statuses) => {
		const status = await sendRaw([RIGHT, JSON_TYPE, ...headerLines], body);
		expect(statuses).toContain(status);
	});

	it('in a nonexistent charset is refused by n8n', async () => {
		const type = 'Content-Type: application/json; charset=klingon';
		expect([415, 422]).toContain(await sendRaw([RIGHT, type]));
	});
});

describe('n8n responds with 404', () => {
	it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('to a %s request', async (method) => {
		const response = await fetch(receiver.productionUrl, {
			method,
			headers: { authorization: `Bearer ${TOKEN}` },
		});
		expect(response.status).toBe(404);
	});

	it('to a request whose path only resembles the URL', async () => {
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
