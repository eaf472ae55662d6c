import { readApplication } from '../../../nodes/CleverConnect/application';
import { findCharset } from '../../../nodes/CleverConnect/application/encoding';
import { makeRequest } from '../../helpers/requests.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

describe('the charset of a body', () => {
	test.each([
		['application/json', 'utf-8'],
		['application/json; charset=utf-8', 'utf-8'],
		['application/json;charset=UTF-8', 'utf-8'],
		['application/json; charset="utf-8"', 'utf-8'],
		['application/json; charset=utf8', 'utf-8'],
		['application/json; Charset = UTF8 ; v=1', 'utf-8'],
		['application/json; charset=latin1', 'latin1'],
		['application/json; v=1; charset=Latin1', 'latin1'],
		['application/json;charset=latin1', 'latin1'],
		['application/json; charset = latin1', 'latin1'],
		['application/json; charset=latin1; charset=utf-8', 'utf-8'],
		['application/json; x-charset=latin1', 'utf-8'],
		['application/json; v=charset=latin1', 'utf-8'],
	])('that is sent with the content type %j is %j', (contentType, charset) => {
		expect(findCharset(contentType)).toBe(charset);
	});
});

/** Reads an application's bytes in a charset, as n8n does. */
function read(rawBody: Buffer, parameter: string, charset: BufferEncoding) {
	const outcome = readApplication(
		makeRequest({
			body: JSON.parse(rawBody.toString(charset)) as unknown,
			rawBody,
			headers: { 'content-type': `application/json${parameter}` },
		}),
		{ maxFileMegabytes: Infinity, output: 'application' },
	);
	if (!outcome.ok) throw new Error(outcome.error.detail);
	return outcome.value;
}

/** Returns the bytes of an application in which only the first name may contain non-ASCII characters. */
const bytesOf = (firstName: string, charset: BufferEncoding = 'utf8') => {
	const { location: _location, ...candidate } = goodApplication().candidate;
	const application = goodApplication({ candidate: { ...candidate, firstName } });
	return Buffer.from(JSON.stringify(application), charset);
};

const ENCODING = {
	code: 'encoding',
	path: '',
	message: 'The body is not UTF-8, so letters in names may be lost.',
};

describe('a body', () => {
	test.each<[string, Buffer, string]>([
		['in ASCII', bytesOf('Zoe'), ''],
		['in UTF-8', bytesOf('Zoé 简 👩'), ''],
		['in UTF-8, declared as such', bytesOf('Zoé'), '; charset=UTF-8'],
		['in UTF-8 with many two-byte characters', bytesOf('é'.repeat(20_000)), ''],
		['in UTF-8 with shifted two-byte characters', bytesOf(`a${'é'.repeat(20_000)}`), ''],
		['in UTF-8 with many four-byte characters', bytesOf(`a${'👩'.repeat(10_000)}`), ''],
		['in UTF-8 with U+FFFD', bytesOf('Zo\ufffd'), ''],
		['in ASCII, declared as Latin-1', bytesOf('Zoe'), '; charset=latin1'],
	])('has no issue %s', (_name, rawBody, parameter) => {
		const charset = parameter.endsWith('latin1') ? 'latin1' : 'utf8';
		expect(read(rawBody, parameter, charset).issues).toEqual([]);
	});

	test.each<[string, Buffer, string, BufferEncoding]>([
		['in Latin-1', bytesOf('Zoé', 'latin1'), '', 'utf8'],
		['in Latin-1 at the end', bytesOf(`${'a'.repeat(20_000)}é`, 'latin1'), '', 'utf8'],
		['in Latin-1, declared as UTF-8', bytesOf('Zoé', 'latin1'), '; charset=utf-8', 'utf8'],
		['in Latin-1, declared as such', bytesOf('Zoé', 'latin1'), '; charset=latin1', 'latin1'],
		['in UTF-8, declared as Latin-1', bytesOf('Zoé'), '; charset=latin1', 'latin1'],
		['in UTF-8, declared as ASCII', bytesOf('Zoé'), '; charset=ascii', 'latin1'],
		['in UTF-16, declared as such', bytesOf('Zoé', 'utf16le'), '; charset=utf-16le', 'utf16le'],
		[
			// Decoding replaces these three bytes with U+FFFD, which also takes three bytes.
			'in UTF-8, cut in the middle of a character',
			Buffer.from(bytesOf('Zo*').toString('latin1').replace('*', '\xf0\x9f\x91'), 'latin1'),
			'',
			'utf8',
		],
		[
			'in UTF-8 with half of a surrogate pair',
			Buffer.from(bytesOf('Zo*').toString('latin1').replace('*', '\xed\xa0\x80'), 'latin1'),
			'',
			'utf8',
		],
	])('has the issue "encoding" %s', (_name, rawBody, parameter, charset) => {
		expect(read(rawBody, parameter, charset).issues).toEqual([ENCODING]);
	});

	it('has the issue "encoding" before all other issues', () => {
		const rawBody = Buffer.from('{"id":1,"candidate":{"firstName":"Zo\xe9"}}', 'latin1');
		const [first, ...others] = read(rawBody, '', 'utf8').issues;
		expect(first).toEqual(ENCODING);
		expect(others).not.toEqual([]);
	});

	it('is returned together with its charset', () => {
		const rawBody = bytesOf('Zoé');
		expect(read(rawBody, '', 'utf8').charset).toBe('utf-8');
		expect(read(rawBody, '; charset=latin1', 'latin1').charset).toBe('latin1');
	});
});
