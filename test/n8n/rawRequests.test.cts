import { connect } from 'node:net';
import { publishReceiver, TOKEN } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

// Sends requests that can be made only at the HTTP level.

let url: URL;

beforeAll(async () => {
	url = new URL((await publishReceiver(n8n)).productionUrl);
});

const BODY = JSON.stringify(goodApplication({ attachments: [] }));

/** Sends a request byte for byte and returns the status of the response. */
async function sendRaw(headerLines: readonly string[], body: string) {
	const head = [
		`POST ${url.pathname} HTTP/1.1`,
		`Host: ${url.host}`,
		`Content-Length: ${Buffer.byteLength(body)}`,
		'Connection: close',
		...headerLines,
	];
	const socket = connect(Number(url.port), url.hostname);
	socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
	socket.write(body);
	let answer = '';
	for await (const chunk of socket.setEncoding('latin1')) answer += String(chunk);
	return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const JSON_TYPE = 'Content-Type: application/json';
const XML = 'Content-Type: application/xml';
const MULTIPART = 'Content-Type: multipart/form-data; boundary=x';
const FORM = '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--';
const RIGHT = `Authorization: Bearer ${TOKEN}`;
const WRONG = 'Authorization: Bearer wrong';

it.each<[string, number, string[], string?]>([
	['Authorization in another letter case', 200, [`aUTHORIZATION: bEARER ${TOKEN}`, JSON_TYPE]],
	['two Authorization headers, the first with a wrong token', 401, [WRONG, RIGHT, JSON_TYPE]],
	['an Authorization header in Latin-1', 401, ['Authorization: Bearer \xe9\xe8', JSON_TYPE]],
	['two content types, the first wrong', 415, [RIGHT, 'Content-Type: text/plain', JSON_TYPE]],
	['no content type', 415, [RIGHT]],
	['an empty body', 422, [RIGHT, JSON_TYPE], ''],
	['a body that n8n parses as XML', 415, [RIGHT, XML], '<id>1</id>'],
	['a body that n8n parses as a form', 415, [RIGHT, MULTIPART], FORM],
])('a request with %s gets %i', async (_name, status, headerLines, body = BODY) => {
	expect(await sendRaw(headerLines, body)).toBe(status);
});
