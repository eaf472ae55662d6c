import { inspectPdf } from '../../../../nodes/CleverConnect/attachments/inspection/pdf';
import { makePdf, makeProtectedPdf, type PdfProtection } from '../../../../tools/samples/files.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const hex = (digits: string) => Buffer.from(digits, 'hex');

/**
 * The entries that qpdf 12 writes for an empty user password and for the password `secret`:
 * `qpdf --encrypt "" owner <bits> -- cv.pdf out.pdf`.
 */
const PROTECTIONS = {
	2: {
		id: 'a502123154e96fa804b9621e1d60c362',
		empty:
			'/Length 40 /O <c92422687facee686e373f10b5c7d04738053152f7e2ee30e11c69ec442576ab> /P -4 /R 2 /U <54446cac5c7052414b6072d4cec88a4d72ecc341977cee9fe9b2b664e9dfbe9d> /V 1',
		secret:
			'/Length 40 /O <92fe0f4454ad4c9644693f33c07cb54f587dce1e2682fe9ecea6107a1ef630dd> /P -4 /R 2 /U <791d922db94668ba97bf4166beaf8c99421c3ded4e5ade98d061f6434c5c9c62> /V 1',
	},
	3: {
		id: '6b09bd4728fc7107db581ae311d41d56',
		empty:
			'/Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 3 /U <bda9fb03e0eff006c2fdf27b3daf503c0122456a91bae5134273a6db134c87c4> /V 2',
		secret:
			'/Length 128 /O <0db5855fc5326569e765906caf64e4429a4c20d6e996fdef963e9b5080f9e083> /P -4 /R 3 /U <395b12389a1224177b2fbb8dbe4dfd6d0122456a91bae5134273a6db134c87c4> /V 2',
	},
	4: {
		id: 'd2bc5f513d5c3da654b7379089d74e1a',
		empty:
			'/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /EncryptMetadata false /Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 4 /StmF /StdCF /StrF /StdCF /U <191dd33348ae74a7a14738065c18e1ee0122456a91bae5134273a6db134c87c4> /V 4',
		secret:
			'/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /EncryptMetadata false /Length 128 /O <0db5855fc5326569e765906caf64e4429a4c20d6e996fdef963e9b5080f9e083> /P -4 /R 4 /StmF /StdCF /StrF /StdCF /U <2f00d2950cd31ebd415308094587ba030122456a91bae5134273a6db134c87c4> /V 4',
	},
	5: {
		id: '90b864ef839b2375219c1d2168a7c62f',
		empty:
			'/Length 256 /P -4 /R 5 /StmF /StdCF /StrF /StdCF /U <fff659b10ba9269cfc7106da00bb2c07b3f4d199e58f5ea6bd977e7f5a2dbef3b5214f3f7601644bbfee5c9ec87e2f3e> /V 5',
		secret:
			'/Length 256 /P -4 /R 5 /StmF /StdCF /StrF /StdCF /U <782b7331d4977be102dafabd8af4bd45435395e01fdee2040c8c624a5b48a1173c1ecdea04b0ead5501c66d94460e42f> /V 5',
	},
	6: {
		id: 'e928158de90eef27427df13845753074',
		empty:
			'/Length 256 /P -4 /R 6 /StmF /StdCF /StrF /StdCF /U <384037f945f2b862bf88a2ad2e556a580f9f033c512217836216895c1bd4a25a037d5278a6d4828aae71cc51be6c98a3> /V 5',
		secret:
			'/Length 256 /P -4 /R 6 /StmF /StdCF /StrF /StdCF /U <ecf2a69867878a4313ad20f2d6ce1c9dad146dabf3321754fce8e702ac978c96fa4177259bfd61f7068ae061d7101b20> /V 5',
	},
} as const;
const withMetadata = {
	id: 'd63faa0256a103df913a91bcb41add12',
	encryption:
		'<< /Filter /Standard /Length 128 /O <566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5> /P -4 /R 4 /StmF /StdCF /StrF /StdCF /U <5dace8f6cfd48cdc3c44f0450526579c0122456a91bae5134273a6db134c87c4> /V 4 >>',
};

describe('a password', () => {
	const isEncrypted = (bytes: Buffer | string) => {
		const inspection = inspectPdf(Buffer.isBuffer(bytes) ? bytes : latin1(bytes));
		expect(inspection?.type).toBe('application/pdf');
		return inspection?.isEncrypted;
	};
	const standard = (entries: string) => `<< /Filter /Standard ${entries} >>`;
	const secret: PdfProtection = {
		id: PROTECTIONS[6].id,
		encryption: standard(PROTECTIONS[6].secret),
	};
	const open: PdfProtection = {
		id: PROTECTIONS[3].id,
		encryption: standard(PROTECTIONS[3].empty),
	};

	// `qpdf --encrypt secret "" 256 --allow-insecure`, and with `--force-R5`
	it.each([
		[
			5,
			'3cd256766bdfa1b339b4d3b8c014b8a26e7827bc9a039624a1b5ec218e155d3c96f3f1cd227592ac4d0bb321116c5563',
			'b81cf90e9e384a15a480509835af8c728f53202cf95569daef7d3fb3281ec23296a7b9d8cd55dce65c4eea2bc787c5d8',
		],
		[
			6,
			'16697d489cbead311c2922ff1a5a77023ab4611abe7ed87e7d70337d7e08a4aded3c60062cd441a15471bd010cefd780',
			'9aba037cc827c6515c6a8df48019a5f2ad35e82218dd041083c3c5aa27d4f086d0d6e82723acd19ac3544febebacbaba',
		],
	])('is not needed in revision %i if the owner password is empty', (revision, owner, user) => {
		const protect = (entries: string) =>
			makeProtectedPdf({
				id: '00',
				encryption: standard(`/R ${revision} /StmF /StdCF /StrF /StdCF /V 5 ${entries}`),
			});
		expect(isEncrypted(protect(`/O <${owner}> /U <${user}>`))).toBe(false);
		expect(isEncrypted(protect(`/O <${user}> /U <${user}>`))).toBe(true);
	});

	it.each([2, 3, 4, 5, 6] as const)('is found in revision %i unless it is empty', (revision) => {
		const { id, ...given } = PROTECTIONS[revision];
		const protect = (entries: string) => makeProtectedPdf({ id, encryption: standard(entries) });
		expect(isEncrypted(protect(given.secret))).toBe(true);
		expect(isEncrypted(protect(given.empty))).toBe(false);
	});

	// The filters that qpdf and Acrobat write to encrypt only attachments, and similar filters.
	it.each([
		[
			'/V 4 /CF << /StdCF << /AuthEvent /EFOpen >> >> /StmF /Identity /StrF /Identity /EFF /StdCF',
			false,
		],
		['/V 5 /CF << /StdCF << /AuthEvent /EFOpen >> >> /EFF /StdCF', false],
		['/V 5 /CF << /StdCF << /AuthEvent /DocOpen >> >> /EFF /StdCF', true],
		['/V 5 /CF << /StdCF << /CFM /AESV3 >> >> /EFF /StdCF', true],
		['/V 5 /CF << /Other << /AuthEvent /EFOpen >> >> /EFF /StdCF', true],
		['/V 5 /EFF /StdCF', true],
		['/V 5 /EFF /Identity', false],
		['/V 5', false],
		['/V 5 /StmF /StdCF /StrF /Identity', true],
		['/V 5 /StrF /StdCF', true],
		['/V 2', true],
	])('is needed with %s: %j', (filters, expected) => {
		const entries = PROTECTIONS[6].secret.replace(/\/(?:V \d|StmF \/\w+|StrF \/\w+)/g, '');
		const encryption = standard(`${filters} ${entries}`);
		expect(isEncrypted(makeProtectedPdf({ id: PROTECTIONS[6].id, encryption }))).toBe(expected);
	});

	it('is found in a trailer with escaped names', () => {
		const pdf = makeProtectedPdf(secret).toString('latin1');
		expect(isEncrypted(pdf.replaceAll('/Encrypt', '/#45ncr#79pt'))).toBe(true);
	});

	it.each([
		['before the trailer', 'trailer\n', '<<'],
		['in the trailer', '<<', ' /Root'],
	])('counts as needed if 17,000 spaces %s precede an encryption entry', (...row) => {
		const [, before, after] = row;
		const pdf = makeProtectedPdf({ ...open, isDirect: true }).toString('latin1');
		const start = pdf.lastIndexOf('trailer');
		const trailer = pdf.slice(start).replace(before, `${before}${' '.repeat(17_000)}`);
		expect(trailer).toContain(after);
		const long = pdf.slice(0, start) + trailer;
		expect(isEncrypted(long)).toBe(true);
		expect(isEncrypted(long.replace('/Encrypt', '/#45#6Ecr#79pt'))).toBe(true);
		expect(isEncrypted(long.replace('/Encrypt', '/Decrypt'))).toBe(false);
	});

	it('is found in a long cross-reference stream, although a later text looks like a trailer', () => {
		const pdf = makeProtectedPdf({ ...secret, hasStream: true }).toString('latin1');
		const long = pdf.replace('/Type /XRef', `${' '.repeat(17_000)} /Type /XRef`);
		const hidden = long.replace('endstream', 'trailer << /Size 1 >>\nendstream');
		expect(isEncrypted(hidden)).toBe(true);
	});

	it('is found in the last trailer that is not in a comment', () => {
		const pdf = makeProtectedPdf(secret)
			.toString('latin1')
			.replace(/startxref\s+\d+/, 'startxref 7');
		const comment = '%trailer << /Size 1 >>\n';
		expect(isEncrypted(pdf.replace(/startxref/, `${comment}startxref`))).toBe(true);
		expect(isEncrypted(pdf.replace(/startxref/, `${comment.repeat(20)}startxref`))).toBe(false);
	});

	it.each([
		['%', false],
		['%% a comment ', false],
		['%\n', true],
		['%\r', true],
		['%\r\n%\rendobj ', true],
	])(
		'is found in a trailer after %j, unless the trailer is then in a comment: %s',
		(before, expected) => {
			const pdf = makeProtectedPdf({ ...secret, startxref: 7 }).toString('latin1');
			expect(isEncrypted(pdf.replace(/(?=\btrailer)/, before))).toBe(expected);
		},
	);

	it('does not depend on EncryptMetadata in revision 3', () => {
		const encryption = standard(`/EncryptMetadata false ${PROTECTIONS[3].empty}`);
		const bytes = makeProtectedPdf({ id: PROTECTIONS[3].id, encryption });
		expect(isEncrypted(bytes)).toBe(false);
	});

	it('is found in revision 4 with encrypted metadata, unless the password is empty', () => {
		expect(isEncrypted(makeProtectedPdf(withMetadata))).toBe(false);
		const { id } = open;
		expect(isEncrypted(makeProtectedPdf({ ...withMetadata, ...(id && { id }) }))).toBe(true);
	});

	// Computed in Python with algorithms 2 and 5. The results for 128 bits equal the results from qpdf.
	it.each([
		['64 bits', '/Length 64', '31330882a03b9bfbb9d934ffc3a12ccb'],
		['40 bits', '/Length 40', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits without a length', '', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits with a length that is too small', '/Length 32', '0b88ffffef7b9aaf8fc42a8aae98314b'],
		['40 bits with a length that is too large', '/Length 136', '0b88ffffef7b9aaf8fc42a8aae98314b'],
	])('is checked in revision 3 with a key of %s', (_name, length, user) => {
		const entries = PROTECTIONS[3].empty
			.replace('/Length 128', length)
			.replace(/\/U <\w+>/, `/U <${user.padEnd(64, '0')}>`);
		const bytes = makeProtectedPdf({ id: PROTECTIONS[3].id, encryption: standard(entries) });
		expect(isEncrypted(bytes)).toBe(false);
	});

	// Computed in the same way. Acrobat writes such files (mozilla/pdf.js, issue 19484).
	it.each([
		['40 bits, in bits', '/Length 40', '/Length 40', '1a1dd66c8b19e6b895054632bd34b7ce', false],
		['40 bits, in bytes', '', '/Length 5', '1a1dd66c8b19e6b895054632bd34b7ce', false],
		['40 bits, in the dictionary', '/Length 40', '', '1a1dd66c8b19e6b895054632bd34b7ce', false],
		['64 bits', '/Length 128', '/Length 8', '690004834e2a0cd6dd6d93248339e89a', false],
		['104 bits', '/Length 104', '/Length 16', 'd7897a4705cbc213deacbe2430a92476', false],
		['128 bits', '', '', 'df0e817dac9ab1fb555926d54042e844', false],
		[
			'128 bits with other lengths',
			'/Length 40',
			'/Length 5',
			'df0e817dac9ab1fb555926d54042e844',
			false,
		],
		['40 bits without a length', '', '', '1a1dd66c8b19e6b895054632bd34b7ce', true],
		[
			'40 bits with a length of 32',
			'/Length 32',
			'/Length 4',
			'1a1dd66c8b19e6b895054632bd34b7ce',
			true,
		],
		[
			'64 bits with a length of 136',
			'/Length 136',
			'/Length 17',
			'690004834e2a0cd6dd6d93248339e89a',
			true,
		],
	])('is checked in revision 4 with a key of %s', (_name, length, filterLength, user, expected) => {
		const filters = `<< /StdCF << /CFM /V2 ${filterLength} >> /Other << /Length 13 >> >>`;
		const owner = '566fa873ee33c797cd3b904fdadf814afa34df9a38f6ed41b984e2c6da2aa6f5';
		const bytes = makeProtectedPdf({
			id: PROTECTIONS[4].id,
			encryption: standard(
				`/CF ${filters} ${length} /O <${owner}> /P -4 /R 4 /StmF /StdCF /U <${user.padEnd(64, '0')}> /V 4`,
			),
		});
		expect(isEncrypted(bytes)).toBe(expected);
	});

	it('is checked in revision 4 without crypt filters', () => {
		const entries = PROTECTIONS[4].empty.replace(/\/CF << .* >> >>/, '/CF 1 0 R');
		const encryption = standard(entries);
		expect(isEncrypted(makeProtectedPdf({ id: PROTECTIONS[4].id, encryption }))).toBe(false);
	});

	it.each([
		['after a carriage return', '\r3 0 obj'],
		['after a space', ' 3 0 obj'],
		['after an older version of the object', '\n3 0 obj << /Filter /Other >> endobj\n3 0 obj'],
		[
			'before an object with a similar number',
			'\n3 0 obj',
			'\n13 0 obj << /Filter /Other >> endobj\n',
		],
	])('is checked with the object %s', (_name, label, end = '') => {
		const written = makeProtectedPdf(open).toString('latin1');
		expect(isEncrypted(written.replace('\n3 0 obj', label) + end)).toBe(false);
	});

	it.each([0, 1])('is found if startxref points %d bytes before the table', (gap) => {
		const written = makeProtectedPdf(secret).toString('latin1');
		const offset = written.indexOf('xref\n') - gap;
		const end = `trailer << /Root 1 0 R >>\nstartxref\r\n${offset}\n%%EOF`;
		expect(isEncrypted(written + end)).toBe(true);
	});

	it('is found in a cross-reference stream whose label has leading zeros', () => {
		const written = makeProtectedPdf({ ...secret, hasStream: true }).toString('latin1');
		expect(isEncrypted(written.replace('4 0 obj', '\n0004  00000  obj'))).toBe(true);
	});

	it.each([
		[900, true],
		[100_000, true],
	])('is found if %d bytes follow the end: %s', (length, expected) => {
		const bytes = makeProtectedPdf({ ...secret, hasStream: true });
		expect(isEncrypted(Buffer.concat([bytes, Buffer.alloc(length)]))).toBe(expected);
	});

	it('is found if offsets are counted from the header', () => {
		const bytes = makeProtectedPdf({ ...secret, hasStream: true });
		expect(isEncrypted(Buffer.concat([Buffer.alloc(100, ' '), bytes]))).toBe(true);
	});

	it.each([
		['in a cross-reference stream', { hasStream: true }],
		['in the trailer itself', { isDirect: true }],
		['with a wrong startxref', { startxref: 7 }],
		['with a startxref beyond the end', { startxref: 999_999 }],
		['with a startxref to another object', { startxref: '%PDF-1.7\n%....\n'.length }],
		['in a cross-reference stream with a wrong startxref', { hasStream: true, startxref: 7 }],
	])('is found %s', (_name, where) => {
		expect(isEncrypted(makeProtectedPdf({ ...secret, ...where }))).toBe(true);
		expect(isEncrypted(makeProtectedPdf({ ...open, ...where }))).toBe(false);
	});

	it('is checked if the dictionary is spelled differently', () => {
		const { id, encryption } = open;
		const inBrackets = encryption.replace(/<([\da-f]{64})>/g, (_whole, digits: string) => {
			const text = hex(digits).toString('latin1');
			return `(${text.replace(/[\\()\r\n]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`)})`;
		});
		const spelled = inBrackets.replace(
			'/P',
			'% a comment >>\n/Note [[(a (b) \\) \\n)] <abc> /] /P',
		);
		expect(isEncrypted(makeProtectedPdf({ encryption: spelled, ...(id && { id }) }))).toBe(false);
	});

	const deep = '['.repeat(8_000) + ']'.repeat(8_000);

	it.each([
		['another handler', `<< /Filter /Adobe.PubSec ${PROTECTIONS[6].empty} >>`],
		['no password', '<< /Filter /Standard /R 3 >>'],
		['an unknown revision', '<< /Filter /Standard /R 7 /U <00> >>'],
		['an empty hash', '<< /Filter /Standard /R 2 /U () >>'],
		['no key length', '<< /Filter /Standard /R 3 /U <00> >>'],
		['an invalid key length', '<< /Filter /Standard /R 3 /Length 9999 /U <00> >>'],
		[
			'a key length that is a deeply nested array',
			`<< /Filter /Standard /R 3 /Length ${deep} /U <00> >>`,
		],
		[
			'a deeply nested array of permissions',
			`<< /Filter /Standard /R 3 /P ${deep} /Length 40 /U <00> >>`,
		],
		['an incomplete dictionary', '<< /Filter /Standard'],
		['no dictionary', '[ 1 2 ]'],
		['an unterminated string', '<< /U (abc\\'],
	])('counts as needed if there is %s', (_name, encryption) => {
		expect(isEncrypted(makeProtectedPdf({ encryption }))).toBe(true);
	});

	it.each([
		['a missing object', '9 0 R'],
		['a name instead of a dictionary', '/Standard'],
	])('counts as needed if there is %s', (_name, encryption) => {
		expect(isEncrypted(makeProtectedPdf({ encryption, isDirect: true }))).toBe(true);
	});

	const pdf = (rest: string) => `%PDF-1.7\n${rest}`;
	const update = `xref\n0 0\ntrailer\n<< /Root 1 0 R >>\n`;
	const first = makeProtectedPdf(secret).toString('latin1');

	it.each([
		['a PDF without a password', makePdf(['CV'])],
		['a PDF that only mentions encryption', makePdf(['trailer << /Encrypt 1 0 R >> startxref'])],
		['an entry that is null', makeProtectedPdf({ encryption: 'null', isDirect: true })],
		['an entry that is an array', makeProtectedPdf({ encryption: '[]', isDirect: true })],
		[
			'an entry in a nested dictionary',
			pdf('trailer << /A << /Encrypt 1 0 R >> /B [/Encrypt 1] >>'),
		],
		['an entry in a string', pdf('trailer << /A (\\) /Encrypt 1 0 R) >>')],
		['a trailer that an update replaces', `${first}${update}startxref\n${first.length}\n%%EOF`],
		['a trailer that is an array', pdf('trailer [ /Encrypt 1 0 R ]')],
		['a trailer without brackets', pdf('trailer /Encrypt 1 0 R')],
		['an unterminated trailer', pdf('trailer << /Encrypt 1 0 R')],
		['a table without a trailer', pdf('xref\n0 0\nstartxref\n9\n%%EOF')],
		['a key without a value', pdf('trailer << /Encrypt >>')],
		['a file without a trailer', pdf('/Encrypt 1 0 R')],
		['a cross-reference stream outside an object', pdf('<< /Type /XRef /Encrypt 1 0 R >>')],
		['a startxref without a number', pdf('startxref %%EOF')],
	])('is not found in %s', (_name, bytes) => {
		expect(isEncrypted(bytes)).toBe(false);
	});
});
