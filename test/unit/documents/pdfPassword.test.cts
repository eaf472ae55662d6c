import { opensWithoutPassword } from '../../../nodes/CleverConnect/documents/pdfPassword';
import { parsePdfDictionary } from '../../../nodes/CleverConnect/documents/pdfObject';

/** Real files with and without passwords of each revision are in test/fixtures/files/pdf. */
const opens = (entries: string, id = '') => {
	const encryption = parsePdfDictionary(`<< /Filter /Standard ${entries} >>`);
	return encryption && opensWithoutPassword(encryption, Buffer.from(id, 'hex'));
};
const OWNER = '<566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5>';

describe('a PDF opens without a password', () => {
	// Computed in Python with algorithms 2 and 5. The results for 128 bits equal the results from qpdf. Acrobat writes
	// some of these lengths (mozilla/pdf.js, issue 19484).
	test.each([
		['R 3 /EncryptMetadata false', 128, 'bda9fb03e0eff006c2fdf27b3daf503c'],
		['R 3', 64, '31330882a03b9bfbb9d934ffc3a12ccb'],
		['R 3', 40, '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['R 4', 104, 'd7897a4705cbc213deacbe2430a92476'],
	])('with /%s and a key of %d bits', (revision, _bits, user) => {
		const id = revision.startsWith('R 3')
			? '6b09bd4728fc7107db581ae311d41d56'
			: 'd2bc5f513d5c3da654b7379089d74e1a';
		const entries = `/${revision} /O ${OWNER} /P -4 /U <${user.padEnd(64, '0')}>`;
		expect(opens(entries, id)).toBe(true);
		expect(opens(entries.replace('/P -4', '/P -8'), id)).toBe(false);
		expect(opens(entries, '00')).toBe(false);
	});

	// `qpdf --encrypt secret "" 256 --allow-insecure`
	test('if the owner password is empty', () => {
		const owner =
			'16697d489cbead311c2922ff1a5a77023ab4611abe7ed87e7d70337d7e08a4aded3c60062cd441a15471bd010cefd780';
		const user =
			'9aba037cc827c6515c6a8df48019a5f2ad35e82218dd041083c3c5aa27d4f086d0d6e82723acd19ac3544febebacbaba';
		expect(opens(`/R 6 /O <${owner}> /U <${user}>`)).toBe(true);
		expect(opens(`/R 6 /O <${user}> /U <${user}>`)).toBe(false);
		expect(opens(`/R 6 /U <${user}>`)).toBe(false);
	});

	const deep = '['.repeat(1000) + ']'.repeat(1000);

	test.each([
		['/R 3', 'there is no hash'],
		['/R 7 /U <00> /O <00>', 'the revision is unknown'],
		['/R 3 /U <00>', 'there is no hash of the owner password'],
		[`/R 3 /P ${deep} /O ${deep} /U <00>`, 'the other entries are arrays'],
	])('not with %s, because %s', (entries) => {
		expect(opens(entries)).toBe(false);
	});
});
