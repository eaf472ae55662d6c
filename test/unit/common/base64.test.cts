import { decodeBase64, measureBase64 } from '../../../nodes/CleverConnect/common/base64';

const decoded = (text: string) => decodeBase64(text)?.toString('latin1');

describe('base64', () => {
	test.each([
		// RFC 4648 § 10
		['', ''],
		['Zg==', 'f'],
		['Zm8=', 'fo'],
		['Zm9v', 'foo'],
		['Zm9vYg==', 'foob'],
		['Zm9vYmE=', 'fooba'],
		['Zm9vYmFy', 'foobar'],
		// RFC 4648 § 9
		['FPucA9l+', '\x14\xfb\x9c\x03\xd9\x7e'],
		['FPucA9k=', '\x14\xfb\x9c\x03\xd9'],
		['FPucAw==', '\x14\xfb\x9c\x03'],
		['+/+/', '\xfb\xff\xbf'],
		// Without padding, or with too little padding
		['Zg', 'f'],
		['Zg=', 'f'],
		['Zm8', 'fo'],
		['Zm9vYmE', 'fooba'],
		// With white space
		['Zm9v\r\nYmFy\r\n', 'foobar'],
		[' Zm\t9v\fYm\vFy ', 'foobar'],
		['\t\n\v\f\r Zg==', 'f'],
		['Zg= =', 'f'],
		[' \n', ''],
		// As a data URI
		['data:application/pdf;base64,Zm9v', 'foo'],
		['DATA:;BASE64,Zm9v', 'foo'],
		[' data:text/plain;charset=utf-8;base64, Zm9v', 'foo'],
		['data:application/pdf;base64,', ''],
	])('%j is decoded and measured', (text, expected) => {
		expect(decoded(text)).toBe(expected);
		expect(measureBase64(text)).toBe(expected.length);
	});

	it('is measured by its characters, except white space and padding', () => {
		expect(measureBase64('\0\b!é')).toBe(3);
	});

	test.each([
		'Z',
		'Zm9vY',
		'=',
		'==',
		'Zm9v=',
		'Zm9v==',
		'Zg===',
		'Zm8==',
		'Zg==Zg==',
		'Zg=Z',
		'Zm=9v',
		'Zm9v!',
		'Zm9v%3D',
		'Zm-v',
		'Zm_v',
		'Zm9vé',
		'Zm9\u00a0v',
		'Zm9\u200bv',
		'\u0141\u0141\u0141\u0141',
		'Zm9v\u0000',
		'data:application/pdf,Zm9v',
		'data:application/pdf;base64;Zm9v',
		'data:application/pdf;base64,data:application/pdf;base64,Zm9v',
		`data:${'x'.repeat(300)};base64,Zm9v`,
		'base64,Zm9v',
		'Cleverconnect rocks!',
	])('%j is rejected', (text) => {
		expect(decoded(text)).toBeUndefined();
	});
});
