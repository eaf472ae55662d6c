import { findCharset, isJson } from '../../../nodes/CleverConnect/application/contentType';

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
	['', 'utf-8'],
	['; Charset = "Latin1 " ; v=1', 'latin1'],
	[';v=1;charset=utf-8;charset=latin1', 'latin1'],
	['; charset=UTF8', 'utf-8'],
	['; x-charset=latin1', 'utf-8'],
])('the charset of application/json%s is %s', (parameters, charset) => {
	expect(findCharset(`application/json${parameters}`)).toBe(charset);
});
