import { times } from 'lodash';
import { inspectPdf } from '../../../nodes/CleverConnect/documents/pdf';
import { resumePdf } from '../../../tools/samples/exampleApplication.cts';
import { makePdf } from '../../../tools/samples/files.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const facts = { type: 'application/pdf', isEncrypted: false, isDamaged: false, isUnchecked: false };
const whole = resumePdf.toString('latin1').trimEnd();

test.each(['', ' \r\n\0', '\xef\xbb\xbf', ' '.repeat(1000)])(
	'a header is found after %j',
	(start) => {
		expect(inspectPdf(latin1(start + whole))).toEqual(facts);
	},
);

test.each(['x', ' '.repeat(1040), '<html>', '%PD'])('no header is found after %j', (start) => {
	expect(inspectPdf(latin1(start + whole))).toBeUndefined();
});

const written = makePdf(['CV']).toString('latin1');
const link = written.lastIndexOf('startxref') + 'startxref'.length;

test.each([
	['has only startxref, as some programs write it', false, whole.replace('%%EOF', '')],
	['has neither startxref nor %%EOF', true, whole.replace(/startxref\n\d+\n%%EOF/, '')],
	['ends with a digit of the offset', false, written.slice(0, link + 2)],
	['has an update that is cut off', true, `${written}\n6 0 obj\n<< /Type /Page`],
	['has an update with a comment that is cut off', true, `${written}\r%\xe2\xe3\r6 0 obj`],
	['has leftovers of an older version', false, `${written}9 >>\nendobj\n7 0 obj\n<<`],
])('a PDF that %s is damaged: %s', (_name, isDamaged, text) => {
	expect(inspectPdf(latin1(text))).toEqual({ ...facts, isDamaged });
});

test.each([
	['/Encrypt 1 0 R', true],
	['/Encrypt<</Filter/Standard>>', true],
	['/#45ncrypt 1 0 R', true],
	['/E#6e#63#72#79#70#74 1 0 R', true],
	[`/Info (${'x'.repeat(5000)}) /Encrypt 1 0 R`, true],
	[`/ID [${'\\(\\('.repeat(5000)}] /Encrypt 1 0 R`, true],
	['/EncryptMetadata false', false],
	['/Encrypted 1 0 R', false],
	['(Sign/encrypt mails)', false],
	['/E#6Ecrypt 1 0 R', true],
	['(Encrypt)', false],
])('a PDF with %.30s in its trailer is encrypted: %s', (entry, isEncrypted) => {
	const text = whole.replace('/Root 1 0 R', `/Root 1 0 R ${entry}`);
	expect(inspectPdf(latin1(text))).toEqual({ ...facts, isEncrypted });
});

test.each(times(30, (index) => 65_536 - index))('an entry at byte %d is read whole', (position) => {
	const [encrypted, other] = ['/Encrypt 1 0 R', '/Encrypted 1 0 R'].map((entry) =>
		inspectPdf(latin1(`${'%PDF-1.7'.padEnd(position)}${entry}\n${whole}`)),
	);
	expect([encrypted?.isEncrypted, other?.isEncrypted]).toEqual([true, false]);
});
