import type { Application } from '../../nodes/CleverConnect/application/generated/application';
import { APPLICATION_LIMITS } from '../../nodes/CleverConnect/application/applicationLimits';
import { DOCUMENTED_SAMPLE } from '../samples/exampleApplication.cts';
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

/** Returns a fault for which the trigger accepts the application but reports issues. */
function flag(change: (application: Application) => object, ...issues: string[]): Fault {
	return (application) => [
		deliver({ ...application, ...change(application) }, { expected: accept(...issues) }),
	];
}

function flagCandidate(details: object, issue: string): Fault {
	return flag(({ candidate }) => ({ candidate: { ...candidate, ...details } }), issue);
}

/** Returns a fault in the CV, whose other members are kept. */
function flagResume(change: (application: Application) => object, ...codes: string[]): Fault {
	return flag(
		(application) => {
			const [resume, ...others] = application.attachments ?? [];
			return { attachments: [{ ...resume, ...change(application) }, ...others] };
		},
		...codes.map((code) => `${code} /attachments/0/content`),
	);
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

const encode = (file: Buffer) => file.toString('base64');
const nameOf = ({ candidate }: Application) => `${candidate.firstName} ${candidate.lastName}`;

/** An image of one pixel. */
const GIF = 'R0lGODlhAQABAAAAACw=';

/** The faults by name. The command line lists the names, and the responses of the trigger. */
export const FAULTS = {
	none: (application) => [deliver(application)],
	'missing-email': flagCandidate({ email: undefined }, 'required /candidate/email'),
	'wrong-email': flagCandidate({ email: 'camille at example dot com' }, 'format /candidate/email'),
	'local-phone-number': flagCandidate(
		{ phoneNumber: '01 99 00 12 34' },
		'pattern /candidate/phoneNumber',
	),
	'number-as-job': flag(() => ({ jobId: 815 }), 'type /jobId'),
	'no-files': flag(() => ({ attachments: [] })),
	'unknown-kind-of-file': flag(
		({ attachments: [resume, ...others] = [] }) => ({
			attachments: [{ ...resume, type: 'certificate' }, ...others],
		}),
		'enum /attachments/0/type',
	),
	'docx-declared-as-pdf': flagResume(
		(application) => ({
			contentType: 'application/pdf',
			content: encode(makeDocx([nameOf(application)])),
		}),
		'typeMismatch',
	),
	'text-declared-as-pdf': flagResume(
		() => ({ contentType: 'pdf', content: encode(Buffer.from('My CV is on my website.')) }),
		'typeUnverified',
	),
	picture: flagResume(
		() => ({ contentType: 'image/gif', content: GIF, fileName: 'cv.gif' }),
		'typeNotAccepted',
	),
	'empty-file': flagResume(() => ({ content: '' }), 'emptyFile'),
	'broken-base64': flagResume(
		({ attachments }) => ({ content: `${attachments?.[0]?.content.slice(0, 200)}*` }),
		'invalidBase64',
	),
	macros: flagResume(
		(application) => ({
			contentType: 'docm',
			content: encode(makeDocx([nameOf(application)], { 'word/vbaProject.bin': 'macros' }, 'docm')),
			fileName: 'cv.docm',
		}),
		'typeNotAccepted',
		'macros',
	),
	encrypted: flagResume(
		() => ({
			contentType: 'pdf',
			content: encode(makeProtectedPdf({ encryption: '<< /Filter /Standard >>' })),
		}),
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
