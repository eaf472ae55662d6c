import { readApplication } from '../../../nodes/CleverConnect/application';
import { findCharset } from '../../../nodes/CleverConnect/application/bodyEncoding';
import { makeRequest } from '../../helpers/requests.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { DEFAULT_SETTINGS } from '../../../tools/samples/defaultSettings.cts';

test.each([
	['', 'utf-8'],
	['; Charset = "Latin1" ; v=1', 'latin1'],
	[';v=1;charset=latin1;charset=UTF8', 'utf-8'],
	['; x-charset=latin1', 'utf-8'],
])('the charset of application/json%s is %s', (parameters, charset) => {
	expect(findCharset(`application/json${parameters}`)).toBe(charset);
});

/** Reads an application's bytes in a charset, as n8n does. */
function read(rawBody: Buffer, parameter: string, charset: BufferEncoding) {
	const body = JSON.parse(rawBody.toString(charset)) as unknown;
	const headers = { 'content-type': `application/json${parameter}` };
	const outcome = readApplication(makeRequest({ body, rawBody, headers }), DEFAULT_SETTINGS);
	if (!outcome.ok) throw new Error(outcome.error.detail);
	return outcome.value;
}

/** Returns the bytes of an application in which only the first name may contain non-ASCII characters. */
const bytesOf = (firstName: string, charset: BufferEncoding = 'utf8') => {
	const { location: _location, ...candidate } = goodApplication().candidate;
	const application = goodApplication({ candidate: { ...candidate, firstName } });
	return Buffer.from(JSON.stringify(application), charset);
};

/** Returns the bytes of an application with these bytes (in Latin-1) as its first name. */
const bytesWith = (bytes: string) =>
	Buffer.from(bytesOf('Zo*').toString('latin1').replace('*', bytes), 'latin1');

const ENCODING = {
	code: 'encoding',
	path: '',
	message: 'The body is not UTF-8, so letters in names may be lost.',
};

test.each<[string, Buffer, string, BufferEncoding, isComplete: boolean]>([
	['in UTF-8', bytesOf('Zoé 简 👩'), '', 'utf8', true],
	['in UTF-8 with many long characters', bytesOf('👩'.repeat(10_000)), '', 'utf8', true],
	['in UTF-8 with U+FFFD', bytesOf('Zo\ufffd'), '', 'utf8', true],
	['in ASCII, declared as Latin-1', bytesOf('Zoe'), '; charset=latin1', 'latin1', true],
	['in Latin-1', bytesOf('Zoé', 'latin1'), '', 'utf8', false],
	['in Latin-1 at the end', bytesOf(`${'a'.repeat(20_000)}é`, 'latin1'), '', 'utf8', false],
	['in Latin-1, declared as such', bytesOf('Zoé', 'latin1'), '; charset=latin1', 'latin1', false],
	// Decoding replaces these three bytes with U+FFFD, which also takes three bytes.
	['cut in the middle of a character', bytesWith('\xf0\x9f\x91'), '', 'utf8', false],
])(
	'a body %s has the right issue and charset',
	(_name, rawBody, parameter, charset, isComplete) => {
		const application = read(rawBody, parameter, charset);
		expect(application.issues).toEqual(isComplete ? [] : [ENCODING]);
		expect(application.charset).toBe(findCharset(parameter));
	},
);

it('the issue "encoding" comes before all other issues', () => {
	const rawBody = Buffer.from('{"id":1,"candidate":{"firstName":"Zo\xe9"}}', 'latin1');
	const [first, ...others] = read(rawBody, '', 'utf8').issues;
	expect(first).toEqual(ENCODING);
	expect(others).not.toEqual([]);
});
