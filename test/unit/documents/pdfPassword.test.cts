import { opensWithoutPassword } from '../../../nodes/CleverConnect/documents/pdfPassword';
import { parsePdfDictionary } from '../../../nodes/CleverConnect/documents/pdfObject';

/** Real files are in test/fixtures/files/pdf. */
const opens = (entries: string, id = '') => {
	const encryption = parsePdfDictionary(`<< /Filter /Standard ${entries} >>`);
	return encryption && opensWithoutPassword(encryption, Buffer.from(id, 'hex'));
};
const OWNER = '<566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5>';

const IDS = ['6b09bd4728fc7107db581ae311d41d56', 'd2bc5f513d5c3da654b7379089d74e1a'];

// The values of /U were computed in Python with algorithms 2 and 5. For 128 bits, the value equals that of qpdf.
test.each([
	['R 3 /EncryptMetadata false', 128, 'bda9fb03e0eff006c2fdf27b3daf503c', IDS[0]],
	['R 3', 64, '31330882a03b9bfbb9d934ffc3a12ccb', IDS[0]],
	['R 4', 104, 'd7897a4705cbc213deacbe2430a92476', IDS[1]],
])('a PDF with /%s and a key of %d bits opens without a password', (revision, _bits, user, id) => {
	const entries = `/${revision} /O ${OWNER} /P -4 /U <${user.padEnd(64, '0')}>`;
	expect(opens(entries, id)).toBe(true);
	expect(opens(entries.replace('/P -4', '/P -8'), id)).toBe(false);
	expect(opens(entries, '00')).toBe(false);
});

// `qpdf --encrypt secret "" 256 --allow-insecure`
const owner =
	'16697d489cbead311c2922ff1a5a77023ab4611abe7ed87e7d70337d7e08a4aded3c60062cd441a15471bd010cefd780';
const user =
	'9aba037cc827c6515c6a8df48019a5f2ad35e82218dd041083c3c5aa27d4f086d0d6e82723acd19ac3544febebacbaba';
const deep = '['.repeat(1000) + ']'.repeat(1000);

test.each([
	['the owner password is empty', true, `/R 6 /O <${owner}> /U <${user}>`],
	['the owner password is not empty', false, `/R 6 /O <${user}> /U <${user}>`],
	['there is no hash', false, '/R 3'],
	['the filter is unknown', false, `/R 6 /O <${owner}> /U <${user}> /Filter /Other`],
	['the revision is unknown', false, '/R 7 /U <00> /O <00>'],
	['the other entries are arrays', false, `/R 3 /P ${deep} /O ${deep} /U <00>`],
])('if %s, a PDF opens without a password: %s', (_name, expected, entries) => {
	expect(opens(entries)).toBe(expected);
});
