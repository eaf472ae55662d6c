import fc from 'fast-check';
import { decodeBase64 } from '../../../nodes/CleverConnect/common/base64';

test.each<[string, string | undefined]>([
	// With and without padding (RFC 4648 § 3.2)
	['Zm9vYmE=', 'fooba'],
	['Zm9vYmE', 'fooba'],
	['Zg=', 'f'],
	['4/+A', '\xe3\xff\x80'],
	// With white space
	[' Zm\t9v\fYm\vFy ', 'foobar'],
	['Zg= =', 'f'],
	[' \n', ''],
	// As a data URI
	['DATA:;BASE64,Zm9v', 'foo'],
	[' data:text/plain;charset=utf-8;base64, Zm9v', 'foo'],
	...[
		...['Z', 'Zm9vY', '=', 'Zm9v=', 'Zg===', 'Zg==Zg==', 'Zg=Z', 'Zm9v!', 'Zm-v', 'Zm_v'],
		...['Zm9\u00a0v', '\u0141\u0141\u0141\u0141', 'data:application/pdf,Zm9v'],
		`data:${'x'.repeat(300)};base64,Zm9v`,
	].map((text): [string, undefined] => [text, undefined]),
])('%j is decoded as %j', (text, expected) => {
	expect(decodeBase64(text)?.toString('latin1')).toBe(expected);
});

it('base64 is decoded only if the decoded bytes encode to the same digits, except perhaps the last', () => {
	const characters = fc.constantFrom(...'ABCDwxyz0189+/=-_ \n,;:é\u0141\0');
	const almost = fc.string({ unit: characters, maxLength: 40 });
	fc.assert(
		fc.property(fc.oneof(almost, fc.string({ unit: 'binary' })), (text) => {
			const bytes = decodeBase64(text);
			if (bytes === undefined) return;
			const digits = text.replace(/[\s=]/g, '').replace(/^data:[^,]*,/i, '');
			const encoded = bytes.toString('base64').replace(/=+$/, '');
			// The last digit might have unused bits (RFC 4648 § 3.5).
			expect(encoded.slice(0, -1)).toBe(digits.slice(0, -1));
			expect(encoded.length).toBe(digits.length);
			expect(digits).toMatch(/^[A-Za-z0-9+/]*$/);
		}),
		{ numRuns: 3000 },
	);
});
