import { readApplication } from '../../../nodes/CleverConnect/application';
import { DEFAULT_LIMITS } from '../../../nodes/CleverConnect/application/limits';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { makeRequest } from '../../helpers/requests.cts';
import { DEFAULT_SETTINGS } from '../../../tools/samples/defaultSettings.cts';

type Json = Record<string, unknown>;

const read = (body: unknown) => readApplication(makeRequest({ body }), DEFAULT_SETTINGS);

function accepted(body: unknown) {
	const outcome = read(body);
	if (!outcome.ok) throw new Error(outcome.error.detail);
	return outcome.value;
}

function refused(body: unknown) {
	const outcome = read(body);
	if (outcome.ok) throw new Error('the application was accepted');
	return outcome.error;
}

const codesAndPaths = (issues: ReadonlyArray<{ code: string; path: string }> = []) =>
	issues.map(({ code, path }) => `${code} ${path}`);

const issuesOf = (body: unknown) => codesAndPaths(accepted(body).issues);

/** Returns a valid application with the member at a JSON Pointer changed, or removed if `undefined`. */
function altered(pointer: string, value: unknown): Json {
	const application = structuredClone(goodApplication()) as Json;
	const names = pointer.split('/').slice(1);
	const last = names.pop() ?? '';
	const parent = names.reduce<Json>((node, name) => node[name] as Json, application);
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return application;
}

const parseWith = (contentType: string | undefined, rest = {}) =>
	readApplication(
		makeRequest({ headers: { 'content-type': contentType }, ...rest }),
		DEFAULT_SETTINGS,
	);

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
			error: { kind: 'unprocessable', issues: [{ code: 'type', path: '' }] },
		});
	});

	test.each([
		...[undefined, 'text/json', 'application/jsonp', 'multipart/form-data; x=application/json'],
	])('%j is refused', (contentType) => {
		const detail = 'The body must be JSON, declared as Content-Type: application/json.';
		expect(parseWith(contentType)).toEqual({ ok: false, error: { kind: 'notJson', detail } });
	});
});

describe('an application', () => {
	test.each([0, -1, Number.MAX_SAFE_INTEGER, '00042', 'é'.repeat(64), ' ', '\0', '\ud800'])(
		'may have the id %j',
		(id) => {
			expect(accepted({ ...goodApplication(), id })).toMatchObject({ id, issues: [] });
		},
	);

	const ID = '"id" must be a whole number, or text of at most 64 characters.';
	const DIGITS = '"id" has too many digits for a number. Send it as text, in quotation marks.';
	const CANDIDATE = '"candidate" must be an object with the candidate\'s details.';

	test.each<[name: string, value: unknown, code: string, message: string]>([
		['id', null, 'required', ID],
		['id', '', 'type', ID],
		['id', 'x'.repeat(65), 'type', ID],
		['id', 1.5, 'type', ID],
		['id', Number.MAX_SAFE_INTEGER + 1, 'type', DIGITS],
		['id', true, 'type', ID],
		['candidate', null, 'required', CANDIDATE],
		['candidate', [], 'type', CANDIDATE],
	])('with the %s %j is refused with the issue %s', (name, value, code, message) => {
		expect(refused({ ...goodApplication(), [name]: value })).toEqual({
			kind: 'unprocessable',
			detail: 'The body is not a job application: it needs an "id" and a "candidate".',
			issues: [{ code, path: `/${name}`, message }],
		});
	});

	test.each([null, [goodApplication()], 'text', 42])('cannot be the body %j', (body) => {
		const issue = { code: 'type', path: '', message: 'The body must be a JSON object.' };
		expect(refused(body).issues).toEqual([issue]);
	});

	it('is refused with an issue for each missing member', () => {
		expect(codesAndPaths(refused({}).issues)).toEqual(['required /id', 'required /candidate']);
	});

	it('is refused if it exceeds a limit', () => {
		const attachments = Array(DEFAULT_LIMITS.attachments + 1).fill({});
		const { issues } = refused({ ...goodApplication(), attachments });
		expect(codesAndPaths(issues)).toEqual(['maxItems /attachments']);
	});
});

describe('an issue', () => {
	it.each<[string, unknown, string[]]>([
		['a valid application', goodApplication(), []],
		['the documented sample', DOCUMENTED_SAMPLE, ['format /candidate/email']],
		['a single attachment', altered('/attachments', {}), ['required /attachments/0/content']],
		['several faults', { ...altered('/origin', 1), jobId: 7 }, ['type /jobId', 'type /origin']],
	])('of %s is raised for each fault', (_name, application, issues) => {
		expect(issuesOf(application).sort()).toEqual(issues);
	});

	it.each<[pointer: string, isRequired: boolean, ...wrongValues: unknown[]]>([
		['/jobId', true, 42],
		['/candidate/civility', false, 1],
		['/candidate/firstName', true, {}],
		['/candidate/lastName', true, []],
		['/candidate/email', true, true],
		['/candidate/phoneNumber', false, 33123456789],
		['/candidate/location', false, 'Paris', [], ['Paris'], [{}, {}]],
		['/candidate/location/raw', false, 1],
		['/candidate/location/city', false, 1],
		['/candidate/location/zipCode', false, 75009],
		['/candidate/location/country', false, 1],
		['/attachments', false, 'text', 7, false],
		['/attachments/0/contentType', false, 1],
		['/attachments/0/content', true, 1],
		['/attachments/0/fileName', false, 1],
		['/origin', false, 1],
	])('is raised for %s if it is required and missing (%s), or %j', (...row) => {
		const [pointer, isRequired, ...wrongValues] = row;
		for (const missing of [undefined, null]) {
			const expected = isRequired ? [`required ${pointer}`] : [];
			expect(issuesOf(altered(pointer, missing))).toEqual(expected);
		}
		for (const value of wrongValues) {
			expect(issuesOf(altered(pointer, value))).toEqual([`type ${pointer}`]);
		}
	});

	it('is raised for an attachment that is not an object, or of another type', () => {
		expect(issuesOf(altered('/attachments/0', null))).toEqual(['type /attachments/0']);
		expect(issuesOf(altered('/attachments/0/type', null))).toEqual([]);
		for (const type of ['Resume', '', 7]) {
			expect(issuesOf(altered('/attachments/0/type', type))).toEqual(['enum /attachments/0/type']);
		}
	});

	const attachments = [...Array<object>(10).fill({ content: '' }), 'secret'];
	const entry = 'must be an object that contains one file.';

	it.each<[application: Json, message: string]>([
		[altered('/jobId', null), '"jobId" is missing.'],
		[altered('/candidate/email', 'secret'), '"email" must be an e-mail address.'],
		[{ ...goodApplication(), attachments }, `"attachments/10" ${entry}`],
	])('has a message that does not repeat the values that were sent', (application, message) => {
		expect(accepted(application).issues.map((issue) => issue.message)).toEqual([message]);
	});
});

describe('the body of an accepted application', () => {
	it('keeps its members, including unknown members', () => {
		const answers = [{ question: 1, answer: null }];
		const body = {
			...goodApplication({ note: null, extra: { a: {} }, answers }),
			toString: 'text',
		};
		expect(accepted(body).body).toEqual(body);
	});

	it('contains the location without its surrounding list', () => {
		const location = { city: 'Paris', extra: 1 };
		const { body, issues } = accepted(altered('/candidate/location', [location]));
		expect(body.candidate).toMatchObject({ firstName: 'Camille', location });
		expect(issues).toEqual([]);
	});

	const attachment = { type: 'resume', content: 'QQ==', 0: { binaryField: 'forged' } };

	it.each<[sent: unknown, received: unknown]>([
		[attachment, [attachment]],
		['text', []],
		[null, null],
		[undefined, undefined],
		[[], []],
	])('contains the attachments %j as %j', (sent, received) => {
		const { body } = accepted(altered('/attachments', sent));
		expect(body).toStrictEqual(altered('/attachments', received));
	});

	it('has no member that could change a prototype, at any depth', () => {
		const text = JSON.stringify({ ...goodApplication(), extra: [{ deep: 'PLACE' }] })
			.replace('"PLACE"', '{"__proto__":{"admin":true},"constructor":1}')
			.replace('"firstName"', '"__proto__":{"admin":true},"firstName"')
			.replace('{"id"', '{"__proto__":{"admin":true},"id"');
		const { body } = accepted(JSON.parse(text));
		expect(JSON.stringify(body)).not.toContain('__proto__');
		expect(body.extra).toEqual([{ deep: { constructor: 1 } }]);
		expect(body.candidate).toMatchObject({ firstName: 'Camille' });
	});
});
