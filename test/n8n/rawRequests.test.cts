import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
	deliver,
	publishReceiver,
	TOKEN,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

// Sends requests that can be made only at the HTTP level. Without the token, the response is 401. n8n
// responds even to requests that it can't read, and keeps running.

let receiver: Receiver;

beforeAll(async () => {
	receiver = await publishReceiver(n8n, { name: 'Hostile' });
});

const BODY = JSON.stringify(goodApplication({ attachments: [] }));

/** Opens a connection and sends a request byte for byte. */
function open(headerLines: readonly string[], body: Buffer | string, length?: number) {
	const { hostname, port, pathname } = new URL(receiver.productionUrl);
	const bytes = Buffer.from(body);
	const head = [
		`POST ${pathname} HTTP/1.1`,
		`Host: ${hostname}:${port}`,
		`Content-Length: ${length ?? bytes.length}`,
		'Connection: close',
		...headerLines,
	];
	const socket = connect(Number(port), hostname);
	socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
	return socket;
}

/** Sends a request byte for byte and returns the status of the response. */
async function sendRaw(headerLines: readonly string[], body: Buffer | string = BODY) {
	let answer = '';
	for await (const chunk of open(headerLines, body).setEncoding('latin1')) answer += String(chunk);
	return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const JSON_TYPE = 'Content-Type: application/json';
const RIGHT = `Authorization: Bearer ${TOKEN}`;
const WRONG = 'Authorization: Bearer wrong';

it.each<[string, string[], number]>([
	['Authorization in another letter case', [`aUTHORIZATION: bEARER ${TOKEN}`, JSON_TYPE], 200],
	['two Authorization headers, the first with a wrong token', [WRONG, RIGHT, JSON_TYPE], 401],
	['two Authorization headers, the first empty', ['Authorization:', RIGHT, JSON_TYPE], 401],
	['an Authorization header in Latin-1', ['Authorization: Bearer \xe9\xe8', JSON_TYPE], 401],
	['Proxy-Authorization instead of Authorization', [`Proxy-${RIGHT}`, JSON_TYPE], 401],
	['headers of 12 KB', [`X-Large: ${'x'.repeat(12_000)}`, RIGHT, JSON_TYPE], 200],
	['headers of 20 KB, which Node.js refuses', [`X-Large: ${'x'.repeat(20_000)}`], 431],
	['a header folded onto two lines, which Node.js refuses', [`${WRONG}\r\n x`], 400],
	['a NUL character in a header, which Node.js refuses', ['X-Nul: a\0b'], 400],
	['two content types, the first wrong', [RIGHT, 'Content-Type: text/plain', JSON_TYPE], 415],
	['an invalid content type', [RIGHT, 'Content-Type: ;;;'], 415],
	['no content type', [RIGHT], 415],
])('a request with %s gets the expected status', async (_name, headerLines, status) => {
	expect(await sendRaw(headerLines)).toBe(status);
});

const GZIP = ['Content-Encoding: gzip'];
const XML = 'Content-Type: application/xml';
const MULTIPART = 'Content-Type: multipart/form-data; boundary=x';
const FORM = '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--';

it.each<[string, string[], Buffer | string, number[]]>([
	['that is empty', [], '', [422]],
	['with a byte order mark, which earlier n8n versions refuse', [], `\ufeff${BODY}`, [200, 422]],
	['in UTF-16 that is not declared', [], Buffer.from(BODY, 'utf16le'), [422]],
	['that is cut off', [], BODY.slice(0, 50), [422]],
	['that is not UTF-8', [], Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), [422]],
	['that is declared as gzip but is not', GZIP, BODY, [400, 422, 500]],
	['in gzip that is cut off', GZIP, gzipSync(BODY).subarray(0, 40), [400, 422, 500]],
	['in gzip of 200 MB of zeros', GZIP, gzipSync(Buffer.alloc(200 * 1024 * 1024)), [413, 500]],
	['in an unknown encoding', ['Content-Encoding: br'], BODY, [200, 415]],
	['in an unknown charset', [`${JSON_TYPE}; charset=klingon`], BODY, [415, 422]],
	['that n8n parses as XML', [XML], '<id>1</id>', [415]],
	['that n8n parses as a form', [MULTIPART], FORM, [415]],
])('a body %s gets the expected status', async (_name, headerLines, body, statuses) => {
	const type = headerLines.some((line) => line.startsWith('Content-Type')) ? [] : [JSON_TYPE];
	expect(statuses).toContain(await sendRaw([RIGHT, ...type, ...headerLines], body));
});

it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('n8n responds with 404 to %s', async (method) => {
	const headers = { authorization: `Bearer ${TOKEN}` };
	expect((await fetch(receiver.productionUrl, { method, headers })).status).toBe(404);
});

it.each(['/x', '%00', '/../x', '.json'])(
	'n8n responds with 404 to the URL with %s',
	async (end) => {
		expect((await deliver(receiver.productionUrl + end, BODY)).status).toBe(404);
	},
);

it('a request that is aborted starts no execution, and n8n keeps running', async () => {
	const before = await n8n.session.countExecutions(receiver.workflowId);
	for (let attempt = 0; attempt < 20; attempt++) {
		const socket = open([RIGHT, JSON_TYPE], '{"id":', 1000);
		socket.on('error', () => {});
		await new Promise((resolve) => setTimeout(resolve, 10));
		socket.destroy();
	}
	expect(await n8n.session.countExecutions(receiver.workflowId)).toBe(before);
	const update = goodApplication({ id: 99, attachments: [] });
	expect((await deliver(receiver.productionUrl, update)).status).toBe(200);
});
