import type { OutgoingHttpHeaders } from 'node:http';
import { publishReceiver, TOKEN } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { send } from '../helpers/http.cts';
import { n8n } from '../helpers/n8n.cts';

// Sends requests whose headers or bodies Node.js and n8n change before the trigger gets them.

let url: URL;

beforeAll(async () => {
	url = new URL((await publishReceiver(n8n)).productionUrl);
});

const BODY = JSON.stringify(goodApplication({ attachments: [] }));
const RIGHT = `Bearer ${TOKEN}`;
const JSON_TYPE = 'application/json';
const MULTIPART = 'multipart/form-data; boundary=x';
const FORM = '--x\r\ncontent-disposition: form-data; name="id"\r\n\r\n1\r\n--x--';

it.each<[string, number, OutgoingHttpHeaders, string?]>([
	['Authorization in another letter case', 200, { aUTHORIZATION: `bEARER ${TOKEN}` }],
	['two tokens, the first one wrong', 401, { Authorization: ['Bearer wrong', RIGHT] }],
	['an Authorization header in Latin-1', 401, { Authorization: 'Bearer \xe9\xe8' }],
	['two content types, the first wrong', 415, { 'Content-Type': ['text/plain', JSON_TYPE] }],
	['no content type', 415, { 'Content-Type': [] }],
	['an empty body', 422, {}, ''],
	['a body that n8n parses as XML', 415, { 'Content-Type': 'application/xml' }, '<id>1</id>'],
	['a body that n8n parses as a form', 415, { 'Content-Type': MULTIPART }, FORM],
])('a request with %s gets %i', async (_name, status, headers, body = BODY) => {
	expect((await send(Number(url.port), url.pathname, { headers, body })).status).toBe(status);
});
