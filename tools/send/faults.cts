import type { Application } from '../../nodes/CleverConnect/application';
import { DEFAULT_LIMITS } from '../../nodes/CleverConnect/application/limits';
import { DOCUMENTED_SAMPLE } from '../samples/exampleApplication.cts';
import { makeDocx, makePdf, makeProtectedPdf } from '../samples/files.cts';

/** A request and the trigger's expected response. */
export interface Delivery {
	readonly body: string;
	readonly contentType: string;
	readonly secret: 'right' | 'wrong' | 'none';
	readonly expected: Expectation;
}

export interface Expectation {
	readonly status: number;
	/** The `status` member in a 200 response. */
	readonly outcome?: 'accepted' | 'duplicate';
	/** The code and path of each issue, in order. */
	readonly issues: readonly string[];
}

export interface Fault {
	/** The description in the list of faults. */
	readonly what: string;
	/** Returns the requests for a valid application with this fault, to be sent one after the other. */
	applyTo(application: Application): readonly Delivery[];
}

const JSON_TYPE = 'application/json';

function deliver(body: unknown, rest: Partial<Delivery> = {}): Delivery {
	return {
		body: typeof body === 'string' ? body : JSON.stringify(body),
		contentType: JSON_TYPE,
		secret: 'right',
		expected: accept(),
		...rest,
	};
}

function accept(...issues: string[]): Expectation {
	return { status: 200, outcome: 'accepted', issues };
}

function refuse(status: number, ...issues: string[]): Expectation {
	return { status, issues };
}

/** Returns a fault for which the trigger accepts the application but reports issues. */
function flag(
	what: string,
	change: (application: Application) => object,
	...issues: string[]
): Fault {
	return {
		what,
		applyTo: (application) => [
			deliver({ ...application, ...change(application) }, { expected: accept(...issues) }),
		],
	};
}

/** Returns a fault in the candidate's details. */
function flagCandidate(what: string, details: object, issue: string): Fault {
	return flag(what, ({ candidate }) => ({ candidate: { ...candidate, ...details } }), issue);
}

/** Returns a fault in the CV, whose other members are kept. */
function flagResume(
	what: string,
	change: (application: Application) => object,
	...codes: string[]
): Fault {
	return flag(
		what,
		(application) => {
			const [resume, ...others] = application.attachments ?? [];
			return { attachments: [{ ...resume, ...change(application) }, ...others] };
		},
		...codes.map((code) => `${code} /attachments/0/content`),
	);
}

/** Returns a fault for which the trigger refuses the request. */
function refused(
	what: string,
	expected: Expectation,
	make: (application: Application) => Partial<Delivery>,
): Fault {
	return {
		what,
		applyTo: (application) => [deliver(application, { ...make(application), expected })],
	};
}

const encode = (file: Buffer) => file.toString('base64');
const nameOf = ({ candidate }: Application) => `${candidate.firstName} ${candidate.lastName}`;

/** Written by qpdf 12, for the password `secret`. */
const WITH_PASSWORD = {
	id: 'e928158de90eef27427df13845753074',
	encryption:
		'<< /Filter /Standard /Length 256 /P -4 /R 6 /StmF /StdCF /StrF /StdCF /U <ecf2a69867878a4313ad20f2d6ce1c9dad146dabf3321754fce8e702ac978c96fa4177259bfd61f7068ae061d7101b20> /V 5 >>',
};

/** An image of one pixel. */
const GIF = 'R0lGODlhAQABAAAAACw=';

export const FAULTS = {
	none: {
		what: 'nothing is wrong',
		applyTo: (application) => [deliver(application)],
	},
	'missing-email': flagCandidate(
		'the e-mail address is missing',
		{ email: undefined },
		'required /candidate/email',
	),
	'wrong-email': flagCandidate(
		'the e-mail address is not valid',
		{ email: 'camille at example dot com' },
		'format /candidate/email',
	),
	'missing-name': flagCandidate(
		'the last name is missing',
		{ lastName: undefined },
		'required /candidate/lastName',
	),
	'broken-name': flagCandidate(
		'the first name has a line break',
		{ firstName: 'Camille\n' },
		'pattern /candidate/firstName',
	),
	'wrong-phone': flagCandidate(
		'the phone number is not in international format',
		{ phoneNumber: '01 99 00 12 34' },
		'pattern /candidate/phoneNumber',
	),
	'missing-job': flag(
		'the reference of the job is missing',
		() => ({ jobId: undefined }),
		'required /jobId',
	),
	'number-as-job': flag(
		'the reference of the job is a number',
		() => ({ jobId: 815 }),
		'type /jobId',
	),
	'no-files': flag('there is no file at all (which is allowed)', () => ({ attachments: [] })),
	'unknown-kind': flag(
		'the first file is neither a CV nor a letter',
		({ attachments = [] }) => ({
			attachments: [
				{
					type: 'certificate',
					contentType: 'pdf',
					content: encode(makePdf(['A certificate'])),
					fileName: 'certificate.pdf',
				},
				...attachments,
			],
		}),
		'enum /attachments/0/type',
	),
	'wrong-type': flagResume(
		'the CV is a Word document that is declared as PDF',
		(application) => ({
			contentType: 'application/pdf',
			content: encode(makeDocx([nameOf(application)])),
			fileName: 'cv.pdf',
		}),
		'typeMismatch',
	),
	'not-a-file': flagResume(
		'the CV is a short text that is declared as PDF',
		() => ({
			contentType: 'pdf',
			content: encode(Buffer.from('My CV is on my website.')),
			fileName: 'cv.pdf',
		}),
		'typeUnverified',
	),
	'not-accepted': flagResume(
		'the CV is a picture',
		() => ({ contentType: 'image/gif', content: GIF, fileName: 'cv.gif' }),
		'typeNotAccepted',
	),
	'empty-file': flagResume('the CV has no content', () => ({ content: '' }), 'emptyFile'),
	'broken-base64': flagResume(
		'the CV is damaged and cannot be decoded',
		({ attachments }) => ({ content: `${attachments?.[0]?.content.slice(0, 200)}*` }),
		'invalidBase64',
	),
	macros: flagResume(
		'the CV is a Word document with macros',
		(application) => ({
			contentType: 'docm',
			content: encode(makeDocx([nameOf(application)], { 'word/vbaProject.bin': 'macros' }, 'docm')),
			fileName: 'cv.docm',
		}),
		'typeNotAccepted',
		'macros',
	),
	encrypted: flagResume(
		'the CV needs a password',
		() => ({
			contentType: 'pdf',
			content: encode(makeProtectedPdf(WITH_PASSWORD)),
			fileName: 'cv.pdf',
		}),
		'encrypted',
	),
	'documented-sample': {
		what: 'the sample in CleverConnect’s documentation, with a new id',
		applyTo: ({ id }) => [
			deliver(
				{ ...DOCUMENTED_SAMPLE, id },
				{ expected: accept('format /candidate/email', 'typeUnverified /attachments/0/content') },
			),
		],
	},
	duplicate: {
		what: 'the same application twice',
		applyTo: (application) => [
			deliver(application),
			deliver(application, { expected: { status: 200, outcome: 'duplicate', issues: [] } }),
		],
	},
	update: {
		what: 'the same application twice, the second time with another e-mail address',
		applyTo: (application) => [
			deliver(application),
			deliver({
				...application,
				candidate: { ...application.candidate, email: 'another.address@example.com' },
			}),
		],
	},
	'wrong-token': refused('the token is wrong', refuse(401), () => ({ secret: 'wrong' })),
	'no-token': refused('the token is missing', refuse(401), () => ({ secret: 'none' })),
	'wrong-content-type': refused('the body is not declared as JSON', refuse(415), () => ({
		contentType: 'text/plain',
	})),
	'not-json': refused('the body is cut off, so it is not JSON', refuse(422), (application) => ({
		body: JSON.stringify(application).slice(0, -1),
	})),
	'no-application': refused(
		'the body is JSON but not an application',
		refuse(422, 'required /id', 'required /candidate'),
		() => ({ body: '{"hello":"world"}' }),
	),
	'too-many-files': refused(
		`the application has more than ${DEFAULT_LIMITS.attachments} files`,
		refuse(422, 'maxItems /attachments'),
		(application) => ({
			body: JSON.stringify({
				...application,
				attachments: Array.from({ length: DEFAULT_LIMITS.attachments + 1 }, () => ({
					type: 'resume',
					content: 'QQ==',
				})),
			}),
		}),
	),
	'too-deep': refused(
		`the JSON is nested deeper than ${DEFAULT_LIMITS.depth} levels`,
		refuse(422, 'maxDepth '),
		(application) => ({
			body: `${JSON.stringify(application).slice(0, -1)},"more":${'['.repeat(DEFAULT_LIMITS.depth)}${']'.repeat(DEFAULT_LIMITS.depth)}}`,
		}),
	),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export function isFaultName(name: string): name is FaultName {
	return Object.hasOwn(FAULTS, name);
}
