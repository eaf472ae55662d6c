import {
	isAscii,
	isJson,
	isReadAsUtf8,
	isUtf8,
} from '../../../nodes/CleverConnect/application/jsonBody';

test.each([
	['application/json', true],
	['APPLICATION/JSON', true],
	[' application/json ', true],
	['application/json\t;charset="utf-8"; v=1', true],
	['text/json', false],
	['multipart/form-data; x=application/json', false],
	['undefined', false],
])('the content type "%s" is JSON: %s', (contentType, expected) => {
	expect(isJson(contentType)).toBe(expected);
});

test.each([
	['', true],
	['; charset=UTF8', true],
	['; charset = " utf-8"', true],
	['; x-charset=latin1', true],
	['; Charset = "Latin1 " ; v=1', false],
	[';v=1;charset=utf-8;charset=latin1', false],
	['; charset=utf-16le', false],
])('application/json%s is read as UTF-8: %s', (parameters, expected) => {
	expect(isReadAsUtf8(`application/json${parameters}`)).toBe(expected);
});

test.each<[string, utf8: boolean, ascii: boolean, Buffer]>([
	['in UTF-8', true, false, Buffer.from('"Zoé 简 👩"')],
	['in UTF-8 with many long characters', true, false, Buffer.from(`"${'👩'.repeat(100_000)}"`)],
	['in UTF-8 with U+FFFD', true, false, Buffer.from('"Zo\ufffd"')],
	['in ASCII', true, true, Buffer.from('"Zoe"')],
	['in Latin-1', false, false, Buffer.from('"Zoé"', 'latin1')],
	['in Latin-1 at the end', false, false, Buffer.from(`"${'a'.repeat(100_000)}é"`, 'latin1')],
	['cut in the middle of a character', false, false, Buffer.from('"\xf0\x9f\x91"', 'latin1')],
])('a body %s is UTF-8: %s, and ASCII: %s', (_name, utf8, ascii, rawBody) => {
	expect([isUtf8(rawBody), isAscii(rawBody)]).toEqual([utf8, ascii]);
});
