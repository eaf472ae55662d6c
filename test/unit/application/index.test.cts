import { readApplication } from '../../../nodes/CleverConnect/application';
import { DEFAULT_LIMITS } from '../../../nodes/CleverConnect/application/limits';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { makeRequest } from '../../helpers/requests.cts';

type Json = Record<string, unknown>;

const NO_LIMITS = { maxFileMegabytes: Infinity, output: 'application' } as const;

const read = (body: unknown) => readApplication(makeRequest({ body }), NO_LIMITS);

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

describe('the content type', () => {
	test.each([
		'application/json',
		'APPLICATION/JSON',
		'application/json; charset=utf-8',
		'application/json;charset="utf-8"; v=1',
		' application/json ',
	])('%j is accepted', (contentType) => {
		const request = makeRequest({ headers: { 'content-type': contentType } });
		expect(readApplication(request, NO_LIMITS).ok).toBe(true);
	});

	test.each<[string, string, BufferEncoding, string]>([
		['application/json ; charset=utf-8', '', 'utf8', 'Zoé'],
		['application/json\t', '\ufeff', 'utf8', 'Zoé'],
		['application/json ;charset=latin1', '', 'latin1', 'Zoé'],
		['application/json ; charset=utf-16le', '', 'utf16le', 'Zoé'],
	])('%j is accepted although n8n does not parse the body', (contentType, mark, charset, note) => {
		const request = makeRequest({
			headers: { 'content-type': contentType },
			body: undefined,
			rawBody: Buffer.from(`${mark}${JSON.stringify({ id: 4711, candidate: {}, note })}`, charset),
		});
		const application = readApplication(request, NO_LIMITS);
		expect(application).toMatchObject({ ok: true, value: { body: { note } } });
	});

	test.each(['{', 'null', '', '7'])(
		'%j is not an application, if n8n does not parse it',
		(text) => {
			const headers = { 'content-type': 'application/json ; charset=utf-8' };
			const request = makeRequest({ headers, body: undefined, rawBody: Buffer.from(text) });
			expect(readApplication(request, NO_LIMITS)).toMatchObject({
				ok: false,
				error: { kind: 'unprocessable', issues: [{ code: 'type', path: '' }] },
			});
		},
	);

	it('with an unknown charset is refused if n8n does not parse the body', () => {
		const headers = { 'content-type': 'application/json ; charset=unknown' };
		expect(readApplication(makeRequest({ headers, body: undefined }), NO_LIMITS).ok).toBe(false);
	});

	test.each([
		undefined,
		'',
		'text/plain',
		'text/json',
		'application/jsonp',
		'application/problem+json',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=application/json',
	])('%j is refused', (contentType) => {
		const request = makeRequest({ headers: { 'content-type': contentType } });
		expect(readApplication(request, NO_LIMITS)).toMatchObject({
			ok: false,
			error: {
				kind: 'notJson',
				detail: 'The body must be JSON, declared as Content-Type: application/json.',
			},
		});
	});
});

describe('an application', () => {
	test.each([
		...[0, -1, Number.MAX_SAFE_INTEGER],
		...['4711', '00042', 'x'.repeat(64), 'é'.repeat(64), ' ', '\0', '\ud800'],
	])('may have the id %j', (id) => {
		expect(accepted({ ...goodApplication(), id })).toMatchObject({ id, issues: [] });
	});

	test.each([
		['required', undefined],
		['required', null],
		['type', ''],
		['type', 'x'.repeat(65)],
		['type', 1.5],
		['type', Number.MAX_SAFE_INTEGER + 1],
		['type', Infinity],
		['type', NaN],
		['type', true],
		['type', [1]],
		['type', {}],
	])('is refused with the issue %s for the id %j', (code, id) => {
		const refusal = refused({ ...goodApplication(), id });
		expect(refusal.kind).toBe('unprocessable');
		expect(codesAndPaths(refusal.issues)).toEqual([`${code} /id`]);
	});

	test.each([
		['required', undefined],
		['required', null],
		['type', 'Camille'],
		['type', []],
		['type', 7],
	])('is refused with the issue %s for the candidate %j', (code, candidate) => {
		const refusal = refused({ ...goodApplication(), candidate });
		expect(codesAndPaths(refusal.issues)).toEqual([`${code} /candidate`]);
	});

	test.each([undefined, null, [], [goodApplication()], 'text', 42, true])(
		'is refused if the body is %j',
		(body) => {
			expect(codesAndPaths(refused(body).issues)).toEqual(['type ']);
		},
	);

	it('is refused with an issue for each missing member', () => {
		expect(codesAndPaths(refused({}).issues)).toEqual(['required /id', 'required /candidate']);
	});

	it('is refused with messages about the expected values', () => {
		expect(refused({})).toMatchObject({
			detail: 'The body is not a job application: it needs an "id" and a "candidate".',
			issues: [
				{ message: '"id" must be a whole number, or text of at most 64 characters.' },
				{ message: '"candidate" must be an object with the candidate\'s details.' },
			],
		});
		expect(refused([]).issues).toMatchObject([{ message: 'The body must be a JSON object.' }]);
		expect(refused({ id: 2 ** 53, candidate: {} }).issues).toMatchObject([
			{ message: '"id" has too many digits for a number. Send it as text, in quotation marks.' },
		]);
	});

	it('is refused if it exceeds a limit', () => {
		const refusal = refused({
			...goodApplication(),
			attachments: Array(DEFAULT_LIMITS.attachments + 1).fill({}),
		});
		expect(codesAndPaths(refusal.issues)).toEqual(['maxItems /attachments']);
	});
});

describe('an issue', () => {
	it('is not raised for a valid application', () => {
		expect(issuesOf(goodApplication())).toEqual([]);
	});

	it('is raised for the e-mail address in the documented sample', () => {
		expect(issuesOf(DOCUMENTED_SAMPLE)).toEqual(['format /candidate/email']);
	});

	it.each([
		'/candidate/civility',
		'/candidate/phoneNumber',
		'/candidate/location',
		'/candidate/location/raw',
		'/candidate/location/city',
		'/candidate/location/zipCode',
		'/candidate/location/country',
		'/attachments',
		'/attachments/0/type',
		'/attachments/0/contentType',
		'/attachments/0/fileName',
		'/origin',
	])('is not raised if %s is absent or null', (pointer) => {
		expect(issuesOf(altered(pointer, undefined))).toEqual([]);
		expect(issuesOf(altered(pointer, null))).toEqual([]);
	});

	it.each([
		'/jobId',
		'/candidate/firstName',
		'/candidate/lastName',
		'/candidate/email',
		'/attachments/1/content',
	])('is raised if %s is absent or null', (pointer) => {
		expect(issuesOf(altered(pointer, undefined))).toEqual([`required ${pointer}`]);
		expect(issuesOf(altered(pointer, null))).toEqual([`required ${pointer}`]);
	});

	it.each<[string, unknown]>([
		['/jobId', 42],
		['/candidate/civility', 1],
		['/candidate/firstName', {}],
		['/candidate/lastName', []],
		['/candidate/email', true],
		['/candidate/phoneNumber', 33123456789],
		['/candidate/location', 'Paris'],
		['/candidate/location', []],
		['/candidate/location', ['Paris']],
		['/candidate/location', [{}, {}]],
		['/candidate/location/raw', 1],
		['/candidate/location/city', 1],
		['/candidate/location/zipCode', 75009],
		['/candidate/location/country', 1],
		['/attachments', 'text'],
		['/attachments', 7],
		['/attachments', false],
		['/attachments/0', 'text'],
		['/attachments/0', null],
		['/attachments/0/contentType', 1],
		['/attachments/0/content', 1],
		['/attachments/0/fileName', 1],
		['/origin', 1],
	])('is raised if the type of %s is wrong: %j', (pointer, value) => {
		expect(issuesOf(altered(pointer, value))).toEqual([`type ${pointer}`]);
	});

	it.each(['Resume', 'cv', '', 7, {}])('is raised for the attachment type %j', (type) => {
		expect(issuesOf(altered('/attachments/0/type', type))).toEqual(['enum /attachments/0/type']);
	});

	it('is raised for a single attachment outside a list', () => {
		expect(issuesOf(altered('/attachments', {}))).toEqual(['required /attachments/0/content']);
	});

	it('is raised separately for each fault', () => {
		const application = {
			id: 1,
			candidate: { email: 'x', firstName: 7 },
			attachments: [{}, { type: 'cv', content: 'QQ==' }],
		};
		expect(issuesOf(application).sort()).toEqual([
			'enum /attachments/1/type',
			'format /candidate/email',
			'required /attachments/0/content',
			'required /candidate/lastName',
			'required /jobId',
			'type /candidate/firstName',
		]);
	});

	it('has a message that does not repeat the values that were sent', () => {
		const words = (body: unknown) => accepted(body).issues.map(({ message }) => message);
		expect(words(altered('/jobId', null))).toEqual(['"jobId" is missing.']);
		expect(words(altered('/candidate/email', 'secret'))).toEqual([
			'"email" must be an e-mail address.',
		]);
		expect(words(altered('/attachments/0', 'secret'))).toEqual([
			'"attachments/0" must be an object that contains one file.',
		]);
		expect(words(altered('/attachments/0/type', 'secret'))).toEqual([
			'"type" must be resume or letter.',
		]);
		const attachments = [...Array<object>(10).fill({ content: '' }), 'secret'];
		expect(words({ ...goodApplication(), attachments })).toEqual([
			'"attachments/10" must be an object that contains one file.',
		]);
	});
});

describe('the body of an accepted application', () => {
	it('keeps its members, including unknown members', () => {
		const body = {
			...goodApplication({
				note: null,
				extra: { a: {} },
				answers: [{ question: 1, answer: null }],
			}),
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

	it('contains a single attachment in a list', () => {
		const attachment = { type: 'resume', content: 'QQ==', 0: { binaryField: 'forged' } };
		const { body, issues } = accepted(altered('/attachments', attachment));
		expect(body.attachments).toEqual([attachment]);
		expect(issues).toEqual([]);
	});

	it.each(['text', 7, false, true])(
		'contains an empty list if the attachments are %j',
		(attachments) => {
			expect(accepted(altered('/attachments', attachments)).body.attachments).toEqual([]);
		},
	);

	it.each([null, undefined, []])(
		'keeps the value of the attachments if it is %j',
		(attachments) => {
			const body = altered('/attachments', attachments);
			expect(accepted(body).body).toStrictEqual(body);
		},
	);

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
