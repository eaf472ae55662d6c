import {
	readApplication,
	type ReceivedApplication,
} from '../../../nodes/CleverConnect/application/readApplication';
import { APPLICATION_LIMITS } from '../../../nodes/CleverConnect/application/applicationLimits';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { makeRequest } from '../../helpers/requests.cts';
import { DEFAULT_SETTINGS } from '../../../tools/samples/defaultSettings.cts';

const read = (request: Parameters<typeof makeRequest>[0]) =>
	readApplication(makeRequest(request), DEFAULT_SETTINGS);

const parseWith = (contentType: string | undefined, rest = {}) =>
	read({ headers: { 'content-type': contentType }, ...rest });

describe('the content type', () => {
	test.each(['APPLICATION/JSON', 'application/json;charset="utf-8"; v=1', ' application/json '])(
		'%j is accepted',
		(contentType) => {
			expect(parseWith(contentType).ok).toBe(true);
		},
	);

	test.each<[string, string, BufferEncoding]>([
		['application/json\t', '\ufeff', 'utf8'],
		['application/json ; charset=utf-16le', '', 'utf16le'],
	])('%j is accepted although n8n does not parse the body', (contentType, mark, charset) => {
		const text = `${mark}${JSON.stringify({ id: 4711, candidate: {}, note: 'Zoé' })}`;
		const rest = { body: undefined, rawBody: Buffer.from(text, charset) };
		const application = parseWith(contentType, rest);
		expect(application).toMatchObject({ ok: true, value: { body: { note: 'Zoé' } } });
	});

	test.each([
		['{', 'utf-8'],
		['{}', 'unknown'],
	])('with the body %j in %s, which n8n does not parse, is not an application', (text, charset) => {
		const rest = { body: undefined, rawBody: Buffer.from(text) };
		expect(parseWith(`application/json ; charset=${charset}`, rest)).toMatchObject({
			error: { kind: 'notAnApplication', issues: [{ code: 'type', path: '' }] },
		});
	});

	test.each([
		...[undefined, 'text/json', 'application/jsonp', 'multipart/form-data; x=application/json'],
	])('%j is refused', (contentType) => {
		const detail = 'The body must be JSON, declared as Content-Type: application/json.';
		expect(parseWith(contentType)).toEqual({ ok: false, error: { kind: 'notJson', detail } });
	});
});

test('a check that is asked for in an unclear way is refused before the body is read', () => {
	const detail = 'The X-Check-Only header must be "true" or "false".';
	expect(read({ purpose: 'unclear', body: null })).toEqual({
		ok: false,
		error: { kind: 'unclearCheck', detail, issues: [] },
	});
	expect(parseWith('text/plain', { purpose: 'unclear' })).toMatchObject({
		error: { kind: 'notJson' },
	});
});

test.each<[body: object, path: string]>([
	[{ candidate: {} }, '/id'],
	[
		{ ...goodApplication(), attachments: Array<object>(APPLICATION_LIMITS.attachments + 1) },
		'/attachments',
	],
])('an application without an id or beyond a limit is refused: %#', (body, path) => {
	expect(read({ body })).toMatchObject({ error: { issues: [{ path }] } });
});

it('a body that is not UTF-8 has this issue before all other issues', () => {
	const rawBody = Buffer.from('{"id":1,"candidate":{"firstName":"Zo\xe9"}}', 'latin1');
	const headers = { 'content-type': 'application/json; charset=latin1' };
	const message = 'The body is not UTF-8, so letters in names might be lost.';
	for (const sent of [{ rawBody }, { rawBody, headers }]) {
		const { value } = read({ body: JSON.parse(rawBody.toString()), ...sent }) as never;
		const { issues, charset } = value as ReceivedApplication;
		expect(charset).toBe('headers' in sent ? 'latin1' : 'utf-8');
		expect(issues[0]).toEqual({ code: 'encoding', path: '', message });
		expect(issues.slice(1)).toMatchObject([{ path: '/jobId' }, {}, {}]);
	}
});

describe('the body of an accepted application', () => {
	const accept = (body: unknown) => {
		const outcome = read({ body });
		if (!outcome.ok) throw new Error(outcome.error.detail);
		return outcome.value;
	};

	it('keeps its members, including unknown members', () => {
		const answers = [{ question: 1, answer: null }];
		const known = goodApplication({ note: null, extra: { a: {} }, answers });
		const body = { ...known, toString: 'text' };
		expect(accept(body).body).toEqual(body);
	});

	const location = { city: 'Paris', extra: 1 };

	it.each<[sent: unknown, received: unknown, issues: number]>([
		[[location], location, 0],
		[[location, location], [location, location], 1],
		[['Paris'], ['Paris'], 1],
	])('contains the location %j as %j, with %d issues', (sent, received, count) => {
		const candidate = { ...goodApplication().candidate, location: sent };
		const { body, issues } = accept({ ...goodApplication(), candidate });
		expect(body.candidate).toEqual({ ...candidate, location: received });
		expect(issues).toHaveLength(count);
	});

	const attachment = { type: 'resume', content: 'QQ==', 0: { binaryField: 'forged' } };

	it.each<[sent: unknown, received: unknown, ...codes: string[]]>([
		[attachment, [attachment]],
		[{}, [{}], 'required'],
		['text', [], 'type'],
		[null, null],
		[undefined, undefined],
		[[], []],
	])('contains the attachments %j as %j', (attachments, received, ...codes) => {
		const { body, issues } = accept({ ...goodApplication(), attachments });
		expect(body).toStrictEqual({ ...goodApplication(), attachments: received });
		expect(issues.map(({ code }) => code)).toEqual(codes);
	});

	it('has no member that could change a prototype, at any depth', () => {
		const text = JSON.stringify({ ...goodApplication(), extra: [{ deep: 'PLACE' }] })
			.replace('"PLACE"', '{"__proto__":{"admin":true},"constructor":1}')
			.replace('"firstName"', '"__proto__":{"admin":true},"firstName"')
			.replace('{"id"', '{"__proto__":{"admin":true},"id"');
		const { body } = accept(JSON.parse(text));
		expect(JSON.stringify(body)).not.toContain('__proto__');
		expect(body.extra).toEqual([{ deep: { constructor: 1 } }]);
		expect(body.candidate).toMatchObject({ firstName: 'Camille' });
	});
});
