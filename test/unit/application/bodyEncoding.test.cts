import { isDecodedCorrectly } from '../../../nodes/CleverConnect/application/bodyEncoding';

test.each<[string, expected: boolean, rawBody: Buffer, charset: string]>([
	['in UTF-8', true, Buffer.from('"Zoé 简 👩"'), 'utf-8'],
	['in UTF-8 with many long characters', true, Buffer.from(`"${'👩'.repeat(10_000)}"`), 'utf-8'],
	['in UTF-8 with U+FFFD', true, Buffer.from('"Zo\ufffd"'), 'utf-8'],
	['in ASCII, declared as Latin-1', true, Buffer.from('"Zoe"'), 'latin1'],
	['in UTF-8, declared as Latin-1', false, Buffer.from('"Zoé"'), 'latin1'],
	['in Latin-1', false, Buffer.from('"Zoé"', 'latin1'), 'utf-8'],
	['in Latin-1 at the end', false, Buffer.from(`"${'a'.repeat(20_000)}é"`, 'latin1'), 'utf-8'],
	['in Latin-1, declared as such', false, Buffer.from('"Zoé"', 'latin1'), 'latin1'],
	// Decoding replaces these three bytes with U+FFFD, which takes three bytes too, so the length stays the same.
	['cut in the middle of a character', false, Buffer.from('"\xf0\x9f\x91"', 'latin1'), 'utf-8'],
])('a body %s is certainly decoded correctly: %s', (_name, expected, rawBody, charset) => {
	expect(isDecodedCorrectly(rawBody, charset)).toBe(expected);
});
