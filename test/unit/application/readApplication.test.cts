import { readApplication } from '../../../nodes/CleverConnect/application/readApplication';
import { APPLICATION_LIMITS } from '../../../nodes/CleverConnect/application/requireApplication';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { makeRequest } from '../../helpers/requests.cts';

type Request = Parameters<typeof makeRequest>[0];

const read = (request: Request) => readApplication(makeRequest(request), 'application');
const typed = (contentType?: string) => ({ headers: { 'content-type': contentType } });
/** A body that n8n doesn't parse. */
const unparsed = (contentType: string, rawBody: string | Buffer) => ({
	...{ ...typed(contentType), body: undefined, rawBody: Buffer.from(rawBody as string) },
});

const good = goodApplication();
const text = JSON.stringify({ id: 4711, candidate: {}, note: 'Zo\ufeffé' });
const parsed = { ok: true, value: { body: { note: 'Zo\ufeffé' } } };
const notJson = { error: { kind: 'notJson' } };
const noApplication = { error: { kind: 'notAnApplication', issues: [{ code: 'type', path: '' }] } };
const tooMany = Array<object>(APPLICATION_LIMITS.attachments + 1);

it.each<[Request, outcome: object]>([
	[typed('APPLICATION/JSON'), { ok: true }],
	[unparsed('application/json\t', `\ufeff${text}`), parsed],
	[unparsed('application/json ; charset=utf-8', text), parsed],
	[unparsed('application/json ; charset=utf-8', '{'), noApplication],
	[typed(), notJson],
	[{ body: { ...good, attachments: tooMany } }, { error: { issues: [{ path: '/attachments' }] } }],
	// An unclear request for a check is refused before its body is read.
	[{ purpose: 'unclear', body: null }, { error: { kind: 'unclearCheck' } }],
	[{ purpose: 'unclear', ...typed('text/plain') }, notJson],
])('content type, purpose, and body decide about a request: %#', (request, outcome) => {
	expect(read(request)).toMatchObject(outcome);
});

it.each([{}, typed('application/json; charset=latin1')])(
	'a body that is not UTF-8 has the issue `encoding` before others: %j',
	(headers) => {
		const rawBody = Buffer.from('{"id":1,"candidate":{"firstName":"Zo\xe9"}}', 'latin1');
		const findings = [{ code: 'encoding', path: '' }, { path: '/jobId' }, {}, {}];
		const request = { body: JSON.parse(rawBody.toString()) as unknown, rawBody, ...headers };
		expect(read(request)).toMatchObject({ value: { findings } });
	},
);

const unknown = { note: null, extra: { a: {} }, list: [{ answer: null }], toString: 'text' };

it.each<[sent: object, received: object, ...codes: string[]]>([
	[unknown, unknown],
	[{ attachments: {} }, { attachments: [{}] }, 'required'],
	[{ attachments: 'text' }, { attachments: 'text' }, 'type'],
	[{ attachments: null }, { attachments: null }],
])('an application with %j is received with %j', (sent, received, ...codes) => {
	const outcome = read({ body: { ...good, ...sent } });
	if (!outcome.ok) throw new Error(outcome.error.kind);
	const { body, findings } = outcome.value;
	expect(body).toStrictEqual({ ...good, ...received });
	expect(findings.map(({ code }) => code)).toEqual(codes);
});

it.each([
	['named as such', '"__proto__":{"a":1}', 'application/json'],
	['named with escapes', '"\\u005f_proto__":{"a":1}', 'application/json'],
	['in another charset', '"__proto__":{"a":1}', 'application/json; charset=utf-16le'],
])('a prototype is never set: %s', (_title, member, contentType) => {
	const json = `{"id":1,"candidate":{${member}},"list":[{${member}}]}`;
	const isUtf8 = !contentType.includes('charset');
	const rawBody = Buffer.from(json, isUtf8 ? 'utf8' : 'utf16le');
	const outcome = read({ ...typed(contentType), body: JSON.parse(json) as unknown, rawBody });
	if (!outcome.ok) throw new Error(outcome.error.kind);
	expect(JSON.stringify(outcome.value.body)).toBe('{"id":1,"candidate":{},"list":[{}]}');
});
