import { findCharset, isReadInFull } from '../../../nodes/CleverConnect/application/bodyEncoding';

test.each([
	['', 'utf-8'],
	['; Charset = "Latin1" ; v=1', 'latin1'],
	[';v=1;charset=latin1;charset=UTF8', 'utf-8'],
	['; x-charset=latin1', 'utf-8'],
])('the charset of application/json%s is %s', (parameters, charset) => {
	expect(findCharset(`application/json${parameters}`)).toBe(charset);
});

test.each<[string, Buffer, charset: string, expected: boolean]>([
	['in UTF-8', Buffer.from('"Zoé 简 👩"'), 'utf-8', true],
	['in UTF-8 with many long characters', Buffer.from(`"${'👩'.repeat(10_000)}"`), 'utf-8', true],
	['in UTF-8 with U+FFFD', Buffer.from('"Zo\ufffd"'), 'utf-8', true],
	['in ASCII, declared as Latin-1', Buffer.from('"Zoe"'), 'latin1', true],
	['in Latin-1', Buffer.from('"Zoé"', 'latin1'), 'utf-8', false],
	['in Latin-1 at the end', Buffer.from(`"${'a'.repeat(20_000)}é"`, 'latin1'), 'utf-8', false],
	['in Latin-1, declared as such', Buffer.from('"Zoé"', 'latin1'), 'latin1', false],
	// Decoding replaces these three bytes with U+FFFD, which also takes three bytes.
	['cut in the middle of a character', Buffer.from('"\xf0\x9f\x91"', 'latin1'), 'utf-8', false],
])('a body %s is read in full: %4$s', (_name, rawBody, charset, expected) => {
	expect(isReadInFull(rawBody, charset)).toBe(expected);
});
