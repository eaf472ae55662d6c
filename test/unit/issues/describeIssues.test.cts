import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments';
import type { Finding } from '../../../nodes/CleverConnect/common/issue';
import {
	describeIssues,
	nameFilesInMessages,
	type Language,
} from '../../../nodes/CleverConnect/issues/describeIssues';
import { resumePdf } from '../../../tools/samples/exampleApplication.cts';

const content = resumePdf.toString('base64');
const attach = (...sent: unknown[]) =>
	readAttachments({ attachments: sent }, parseAcceptedTypes(''));
const cv = { type: 'resume', fileName: 'Camille <Example> CV.pdf', content };
const broken = { type: 'letter', fileName: 'Lettre.docx', content: '***' };
const several = attach(cv, broken, { content: 'QQ==' }, 'text');

const messageOf = (language: Language, code: Finding['code'], path: string) =>
	describeIssues([{ code, path }], several, language)[0]?.message;

test.each<[Language, Finding['code'], path: string, message: string]>([
	['en', 'required', '/candidate/lastName', 'The last name is missing.'],
	[
		'en',
		'pattern',
		'/attachments/0/contentType',
		'The stated file type is not valid. Check it before you use it.',
	],
	['fr', 'required', '/candidate/lastName', 'Le nom de famille manque.'],
	['de', 'required', '/candidate/lastName', 'Der Nachname fehlt.'],
	['en', 'type', '/attachments/3', 'The file was sent in the wrong format. Tell CleverConnect.'],
	[
		'en',
		'typeMismatch',
		'/attachments/0/content',
		'The file was sent as another type, but it is PDF. If in doubt, ask the candidate for a new file.',
	],
	[
		'fr',
		'encrypted',
		'/attachments/0/content',
		'Le fichier est protégé par un mot de passe. Demandez au candidat de le renvoyer sans mot de passe.',
	],
	[
		'de',
		'encoding',
		'',
		'Umlaute und Akzente sind möglicherweise verloren gegangen. Gleichen Sie den Namen mit dem Lebenslauf ab.',
	],
])('in %s, the issue %s at "%s" reads: %s', (language, code, path, message) => {
	expect(messageOf(language, code, path)).toBe(message);
});

test.each<[Language, path: string, start: string]>([
	['en', '/attachments/0/content', 'CV (Camille _Example_ CV.pdf): The '],
	['fr', '/attachments/1/content', 'Lettre de motivation (Lettre.docx)\u00a0: L'],
	['de', '/attachments/2/content', 'Anhang (attachment.bin): D'],
	['de', '/attachments/3', 'Anhang 4: D'],
	['en', '/attachments', 'The '],
	['en', '/candidate/email', 'The '],
])('in %s, the message for %s begins with "%s"', (language, path, start) => {
	const issues = describeIssues([{ code: 'type', path }], several, language);
	const [issue] = nameFilesInMessages(issues, several, language);
	expect(issue?.message.slice(0, start.length)).toBe(start);
});

it('a message names the right one of many files', () => {
	const many = attach(...Array<object>(11).fill(cv), {});
	const issues = describeIssues(
		[{ code: 'required', path: '/attachments/11/content' }],
		many,
		'en',
	);
	expect(nameFilesInMessages(issues, many, 'en')[0]?.message).toMatch(/^Attachment 12: The file/);
});

it('a message does not name the only file of an application', () => {
	const one = attach(broken);
	const issues = describeIssues(one[0]?.findings ?? [], one, 'en');
	expect(nameFilesInMessages(issues, one, 'en')).toEqual(issues);
});

/** The path of each documented field that an issue can be about. */
const PATHS = [
	...['/jobId', '/origin', '/attachments', '/attachments/0', '/attachments/0/content'],
	...['civility', 'firstName', 'lastName', 'email', 'phoneNumber', 'location', 'location/city'].map(
		(name) => `/candidate/${name}`,
	),
];

test.each(['en', 'fr', 'de'] as const)('each documented field has a name in %s', (language) => {
	const start = { en: /^The \w/, fr: /^L(?:[ea] |’)\w/, de: /^D(?:er|ie|as) \w/ }[language];
	for (const path of PATHS) expect(messageOf(language, 'required', path)).toMatch(start);
});
