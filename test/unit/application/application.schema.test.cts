import { set } from 'lodash';
import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

/** Returns the issues of a valid application in which the member at a JSON Pointer has this value. */
function issuesWith(pointer: string, value: unknown) {
	const application = set({ ...goodApplication() }, pointer.split('/').slice(1), value);
	return findIssues(application).map(({ code, path }) => `${code} ${path}`);
}

it.each<[pointer: string, isRequired: boolean, ...wrongValues: unknown[]]>([
	['/jobId', true, 42],
	['/candidate/civility', false, 1],
	['/candidate/firstName', true, {}],
	['/candidate/lastName', true, []],
	['/candidate/email', true, true],
	['/candidate/phoneNumber', false, 33123456789],
	['/candidate/location', false, 'Paris', []],
	['/candidate/location/raw', false, 1],
	['/candidate/location/city', false, 1],
	['/candidate/location/zipCode', false, 75009],
	['/candidate/location/country', false, 1],
	['/attachments', false, 'text', 7, false],
	['/attachments/0/type', false, 'Resume', '', 7],
	['/attachments/0/contentType', false, 1],
	['/attachments/0/content', true, 1],
	['/attachments/0/fileName', false, 1],
	['/origin', false, 1],
])('%s has an issue if missing (%s), or if it is %j', (pointer, isRequired, ...wrongValues) => {
	for (const missing of [undefined, null]) {
		expect(issuesWith(pointer, missing)).toEqual(isRequired ? [`required ${pointer}`] : []);
	}
	const code = pointer.endsWith('/type') ? 'enum' : 'type';
	for (const value of wrongValues)
		expect(issuesWith(pointer, value)).toEqual([`${code} ${pointer}`]);
});

it('an ID can be text, and an attachment has to be an object', () => {
	expect(issuesWith('/id', '00042')).toEqual([]);
	expect(issuesWith('/attachments/0', null)).toEqual(['type /attachments/0']);
});

type Row = readonly [what: string, isValid: boolean, text: string];

const NAMES: readonly Row[] = [
	['empty', true, ''],
	['a zero width joiner', true, 'ශ්\u200dරී'],
	// With unlimited backtracking, this name would overflow the stack.
	['many letters and emoji', true, 'aaaaaaa😀'.repeat(1_060_000)],
	['a line separator', false, 'Camille\u2028Martin'],
	['a line break at the end', false, 'Camille\n'],
	['many line breaks', false, '\n'.repeat(1_000_000)],
];

const emailOf = (length: number) => `c@${'e.'.repeat(122)}example`.padStart(length, 'c');

/** Valid and invalid values of each field with a pattern or a format. */
const TEXTS: Readonly<Record<string, readonly Row[]>> = {
	'/candidate/email': [
		['RFC 5322 § 3.2.3, atext', true, "!#$%&'*+-/=?^_`{|}~@example.com"],
		['RFC 1123 § 2.1, labels', true, 'camille@3.exa-mple.co.example'],
		['RFC 5321 § 4.1.2, Quoted-string', true, '"jürgen@home \\"cam\\" groß"@example.com'],
		['RFC 6531 § 3.3, combining marks', true, 'राम@उदाहरण.भारत'],
		['RFC 5892 A.1 and A.3', true, 'camille@نامه\u200cای.col·lectiu.example'],
		['RFC 5890 § 2.3.2.1, A-label', true, 'hans@xn--mller-kva.xn--p1ai'],
		['RFC 5321 § 4.5.3.1.1, 64 characters', true, `${'c'.repeat(64)}@example.com`],
		['RFC 1035 § 2.3.4, label of 63', true, `camille@${'e'.repeat(63)}.example`],
		['RFC 5321 § 4.5.3.1.3, 254 characters', true, emailOf(254)],
		['two @', false, 'camille@martin@example.com'],
		['a domain of one label', false, 'camille@example'],
		['a leading dot', false, '.camille@example.com'],
		['a label with a leading hyphen', false, 'camille@-example.com'],
		['a label with a trailing hyphen', false, 'camille@example-.com'],
		['a top-level domain of one letter', false, 'camille@example.c'],
		['an IP address', false, 'camille@192.0.2.1'],
		['surrounding white space', false, ' camille@example.com '],
		['a zero width space', false, 'camille\u200b@example.com'],
		['a leading combining mark', false, '\u0301camille@example.com'],
		['full-width letters', false, 'camille@ｅｘａｍｐｌｅ.com'],
		['65 characters', false, `${'c'.repeat(65)}@example.com`],
		['a label of 64', false, `camille@${'e'.repeat(64)}.example`],
		['255 characters', false, emailOf(255)],
	],
	'/candidate/firstName': NAMES,
	'/candidate/lastName': NAMES,
	'/candidate/phoneNumber': [
		['five digits', true, '12345'],
		['dots', true, '+33.1.23.45.67.89'],
		['minus signs', true, '+49 30 − 123456'],
		['country code in square brackets', true, '[+33] 1 23 45 67 89'],
		['00 in brackets', true, '(00)33 1 23 45 67 89'],
		['no country code', true, '01 23 45 67 89'],
		['no country code, with slashes', true, '030/123456-78'],
		['two numbers', true, '01 23 45 67 89 / 06 12 34 56 78'],
		['national 0 in a number of 15 digits', true, '+49 (0) 1234567890123'],
		['surrounding white space', true, ' \t+33 1 23 45 67 89\r\n'],
		['direction marks, as copied from an address book', true, '\u202a+33 1 23 45 67 89\u202c'],
		['full-width digits', true, '（＋８１） ３－１２３４－５６７８'],
		['extension', true, '+33 1 23 45 67 89 ext. 12'],
		['extension', true, '+1 212 555 0100 #12'],
		['extension', true, '+33 1 23 45 67 89 poste 12'],
		['extension (RFC 3966 § 5.3)', true, '+33123456789;ext=12'],
		['extension', true, '030 123456 Durchwahl 12'],
		['no number', true, ''],
		['four digits', false, '1234'],
		['a sentence', false, 'Call me at 01 23 45 67 89'],
		['21 digits', false, '+331234567890123456789'],
		['an extension of 8 digits', false, '+33 1 23 45 67 89 x12345678'],
		['65 characters', false, '+33123456789'.padEnd(65)],
	],
	'/attachments/0/contentType': [
		['RFC 6838 § 4.2, 127 characters each', true, `${'a'.repeat(127)}/${'b'.repeat(127)}`],
		['RFC 5322 § 2.2.3, folded', true, 'application/pdf;\r\n name="a b.pdf"'],
		['RFC 5322 § 2.1.1, 998 characters', true, 'application/pdf;'.padEnd(998, 'x')],
		['an extension', true, '.Docx'],
		['white space', true, ' \n'],
		['no subtype', false, 'application/'],
		['two types', false, 'application/pdf, text/plain'],
		['128 characters', false, `application/${'b'.repeat(128)}`],
		['999 characters', false, 'application/pdf;'.padEnd(999, 'x')],
	],
};

describe.each(Object.entries(TEXTS))('the value of %s', (pointer, rows) => {
	const code = pointer.endsWith('email') ? 'format' : 'pattern';
	it.each(rows)('is valid (%s): %s', (_what, isValid, text) => {
		expect(issuesWith(pointer, text)).toEqual(isValid ? [] : [`${code} ${pointer}`]);
	});
});

/** For each of these fields with a maximum length, puts a text where it could take a long time to check. */
const LONG_TEXTS: Readonly<Record<string, (text: string) => string>> = {
	'/candidate/email': (text) => `c@${text}.com`,
	'/candidate/phoneNumber': (text) => `+33${text}1`,
	'/attachments/0/contentType': (text) => `pdf;${text}`,
};
test.each([
	...['a', 'a.', 'é', '"', '\\', '@', 'a@', '😀', ' ', '1', '1 ', '(', '\u202a', 'x1', '/', ';'],
])('16 MB of %j in a field with a maximum length raise an issue', (unit) => {
	const text = unit.repeat((16 * 1024 * 1024) / unit.length);
	for (const [pointer, compose] of Object.entries(LONG_TEXTS)) {
		const code = pointer.endsWith('email') ? 'format' : 'pattern';
		expect(issuesWith(pointer, compose(text))).toEqual([`${code} ${pointer}`]);
	}
});
