import { mapKeys, mapValues, omit, set } from 'lodash';
import type { Application } from '../../nodes/CleverConnect/application/generated/application';
import { APPLICATION_LIMITS } from '../../nodes/CleverConnect/application/requireApplication';
import { DOCUMENTED_SAMPLE, resumePdf } from '../samples/exampleApplication.cts';
import { makeDocx, makeProtectedPdf } from '../samples/files.cts';
import type { Target } from './target.cts';

export interface Fault {
	/** The trigger's answer, such as `200 accepted with required /jobId`. */
	readonly expected: string;
	/** The members of a valid application that are changed, by their paths. */
	readonly members?: Readonly<Record<string, unknown>>;
	/** Changes the application's JSON. */
	readonly edit?: (json: string) => string;
	readonly contentType?: string;
	readonly target?: Partial<Target>;
	/** The fault of a second delivery, which is sent after this one. */
	readonly next?: Fault;
}

export function composeBody(application: Application, { members = {}, edit }: Fault): string {
	const changed = structuredClone(application);
	for (const [path, value] of Object.entries(members)) set(changed, path, value);
	const json = JSON.stringify(changed);
	return edit ? edit(json) : json;
}

const ACCEPTED = '200 accepted';

function flag(issues: string, members: Fault['members'] = {}): Fault {
	return { expected: `${ACCEPTED} with ${issues}`, members };
}

/** Returns a fault that changes only these members of the CV. */
function flagResume(members: Readonly<Record<string, string | Buffer>>, ...codes: string[]): Fault {
	const paths = mapKeys(members, (_value, name) => `attachments[0].${name}`);
	return flag(
		codes.map((code) => `${code} /attachments/0/content`).join(', '),
		mapValues(paths, (value) => value.toString('base64')),
	);
}

const GIF = Buffer.from('R0lGODlhAQABAAAAACw=', 'base64');

/** The faults by name. The command's help lists the names and the trigger's responses. */
export const FAULTS: Readonly<Record<string, Fault>> = {
	none: { expected: ACCEPTED },
	'missing-email': flag('required /candidate/email', { 'candidate.email': undefined }),
	'wrong-email': flag('format /candidate/email', { 'candidate.email': 'camille at example' }),
	'wrong-phone-number': flag('pattern /candidate/phoneNumber', {
		'candidate.phoneNumber': 'call me in the evening',
	}),
	'number-as-job': flag('type /jobId', { jobId: 815 }),
	'no-files': { expected: ACCEPTED, members: { attachments: [] } },
	'unknown-kind-of-file': flag('enum /attachments/0/type', { 'attachments[0].type': 'diploma' }),
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
		{ contentType: 'pdf', content: makeProtectedPdf('<< /Filter /Standard >>') },
		'encrypted',
	),
	'documented-sample': flag(
		'format /candidate/email, typeUnverified /attachments/0/content',
		omit(DOCUMENTED_SAMPLE, 'id'),
	),
	duplicate: { expected: ACCEPTED, next: { expected: '200 duplicate' } },
	update: {
		expected: ACCEPTED,
		next: { expected: ACCEPTED, members: { 'candidate.email': 'another@example.com' } },
	},
	'wrong-token': { expected: '401', target: { token: 'a-token-that-somebody-guessed' } },
	'no-token': { expected: '401', target: { authentication: 'none' } },
	'wrong-content-type': { expected: '415', contentType: 'text/plain' },
	'not-json': { expected: '422', edit: (json) => json.slice(0, -1) },
	'no-application': {
		expected: '422 with required /id, required /candidate',
		edit: () => '{"hello":"world"}',
	},
	'too-many-files': {
		expected: '422 with maxItems /attachments',
		members: { attachments: Array(APPLICATION_LIMITS.attachments + 1).fill({}) },
	},
};
