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
async function sendRaw(headerLines: readonly string[], body = BODY) {
	const bytes = Buffer.from(body);
	const head = [
		`POST ${url.pathname} HTTP/1.1`,
		`Host: ${url.host}`,
		`Content-Length: ${bytes.length}`,
		'Connection: close',
		...headerLines,
	];
	const socket = connect(Number(url.port), url.hostname);
	socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]));
	let answer = '';
	for await (const chunk of socket.setEncoding('latin1')) answer += String(chunk);
	return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const JSON_TYPE = 'Content-Type: application/json';
const RIGHT = `Authorization: Bearer ${TOKEN}`;
const WRONG = 'Authorization: Bearer wrong';

it.each<[string, string[], number]>([
	['Authorization in another letter case', [`aUTHORIZATION: bEARER ${TOKEN}`, JSON_TYPE], 200],
	['two Authorization headers, the first with a wrong token', [WRONG, RIGHT, JSON_TYPE], 401],
	['an Authorization header in Latin-1', ['Authorization: Bearer \xe9\xe8', JSON_TYPE], 401],
	['two content types, the first wrong', [RIGHT, 'Content-Type: text/plain', JSON_TYPE], 415],
	['no content type', [RIGHT], 415],
])('a request with %s gets the expected status', async (_name, headerLines, status) => {
	expect(await sendRaw(headerLines)).toBe(status);
});

const XML = 'Content-Type: application/xml';
const MULTIPART = 'Content-Type: multipart/form-data; boundary=x';
const FORM = '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--';

it.each<[string, string[], string, number[]]>([
	['that is empty', [], '', [422]],
	['with a byte order mark, which earlier n8n versions refuse', [], `\ufeff${BODY}`, [200, 422]],
	['that n8n parses as XML', [XML], '<id>1</id>', [415]],
	['that n8n parses as a form', [MULTIPART], FORM, [415]],
])('a body %s gets the expected status', async (_name, headerLines, body, statuses) => {
	const type = headerLines.some((line) => line.startsWith('Content-Type')) ? [] : [JSON_TYPE];
	expect(statuses).toContain(await sendRaw([RIGHT, ...type, ...headerLines], body));
});
