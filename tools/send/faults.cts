import { mapKeys, mapValues, set } from 'lodash';
import type { Application } from '../../nodes/CleverConnect/application/generated/application';
import { APPLICATION_LIMITS } from '../../nodes/CleverConnect/application/applicationLimits';
import { DOCUMENTED_SAMPLE, resumePdf } from '../samples/exampleApplication.cts';
import { makeDocx, makeProtectedPdf } from '../samples/files.cts';

export interface Delivery {
	readonly body: string;
	readonly contentType: string;
	readonly secret: 'right' | 'wrong' | 'none';
	readonly expected: Expectation;
}

export interface Expectation {
	readonly status: number;
	/** The `status` member in a 200 response. */
	readonly outcome?: string;
	/** The code and path of each issue, in order. */
	readonly issues: readonly string[];
}

/** Returns the requests for a valid application with a fault, to be sent one after the other. */
type Fault = (application: Application) => readonly Delivery[];

function deliver(body: unknown, rest: Partial<Delivery> = {}): Delivery {
	return {
		body: typeof body === 'string' ? body : JSON.stringify(body),
		contentType: 'application/json',
		secret: 'right',
		expected: accept(),
		...rest,
	};
}

function accept(...issues: string[]): Expectation {
	return { status: 200, outcome: 'accepted', issues };
}

/** Returns a fault in members, by their paths, for which the trigger accepts the application but reports issues. */
function flag(members: Readonly<Record<string, unknown>>, ...issues: string[]): Fault {
	return (application) => {
		const body = structuredClone(application);
		for (const [path, value] of Object.entries(members)) set(body, path, value);
		return [deliver(body, { expected: accept(...issues) })];
	};
}

/** Returns a fault in the CV, whose other members are kept. */
function flagResume(members: Readonly<Record<string, string | Buffer>>, ...codes: string[]): Fault {
	const paths = mapKeys(members, (_value, name) => `attachments[0].${name}`);
	const values = mapValues(paths, (value) => value.toString('base64'));
	return flag(values, ...codes.map((code) => `${code} /attachments/0/content`));
}

function refused(
	status: number,
	change: (application: string) => Partial<Delivery>,
	...issues: string[]
): Fault {
	return (application) => [
		deliver(application, { ...change(JSON.stringify(application)), expected: { status, issues } }),
	];
}

const GIF = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64');

/** The faults by name. The command line lists the names, and the responses of the trigger. */
export const FAULTS = {
	none: (application) => [deliver(application)],
	'missing-email': flag({ 'candidate.email': undefined }, 'required /candidate/email'),
	'wrong-email': flag({ 'candidate.email': 'camille at example' }, 'format /candidate/email'),
	'local-phone-number': flag(
		{ 'candidate.phoneNumber': '01 99 00 12 34' },
		'pattern /candidate/phoneNumber',
	),
	'number-as-job': flag({ jobId: 815 }, 'type /jobId'),
	'no-files': flag({ attachments: [] }),
	'unknown-kind-of-file': flag(
		{ 'attachments[0].type': 'certificate' },
		'enum /attachments/0/type',
	),
	'docx-declared-as-pdf': flagResume(
		{ contentType: 'application/pdf', content: makeDocx(['CV']) },
		'typeMismatch',
	),
	'text-declared-as-pdf': flagResume(
		{ contentType: 'pdf', content: Buffer.from('My CV is on my website.') },
		'typeUnverified',
	),
	picture: flagResume(
		{ contentType: 'image/gif', content: GIF, fileName: 'cv.gif' },
		'typeNotAccepted',
	),
	'empty-file': flagResume({ content: '' }, 'emptyFile'),
	'broken-base64': flagResume({ content: `${resumePdf.toString('base64')}*` }, 'invalidBase64'),
	macros: flagResume(
		{
			contentType: 'docm',
			content: makeDocx(['CV'], { 'word/vbaProject.bin': 'macros' }, 'docm'),
			fileName: 'cv.docm',
		},
		'typeNotAccepted',
		'macros',
	),
	unchecked: flagResume(
		{ contentType: 'docx', content: makeDocx(['CV'], { 'word/a.rels': ' '.repeat(1e6) }) },
		'unchecked',
	),
	encrypted: flagResume(
		{ contentType: 'pdf', content: makeProtectedPdf({ encryption: '<< /Filter /Standard >>' }) },
		'encrypted',
	),
	'documented-sample': ({ id }) => [
		deliver(
			{ ...DOCUMENTED_SAMPLE, id },
			{ expected: accept('format /candidate/email', 'typeUnverified /attachments/0/content') },
		),
	],
	duplicate: (application) => [
		deliver(application),
		deliver(application, { expected: { status: 200, outcome: 'duplicate', issues: [] } }),
	],
	update: ({ candidate, ...application }) => [
		deliver({ ...application, candidate }),
		deliver({ ...application, candidate: { ...candidate, email: 'another@example.com' } }),
	],
	'wrong-token': refused(401, () => ({ secret: 'wrong' })),
	'no-token': refused(401, () => ({ secret: 'none' })),
	'wrong-content-type': refused(415, () => ({ contentType: 'text/plain' })),
	'not-json': refused(422, (json) => ({ body: json.slice(0, -1) })),
	'no-application': refused(
		422,
		() => ({ body: '{"hello":"world"}' }),
		'required /id',
		'required /candidate',
	),
	'too-many-files': refused(
		422,
		(json) => ({
			body: json.replace(/"attachments":\[/, `$&${'{},'.repeat(APPLICATION_LIMITS.attachments)}`),
		}),
		'maxItems /attachments',
	),
	'too-deep': refused(
		422,
		(json) => ({
			body: `${json.slice(0, -1)},"more":${'['.repeat(APPLICATION_LIMITS.depth)}${']'.repeat(APPLICATION_LIMITS.depth)}}`,
		}),
		'maxDepth ',
	),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
