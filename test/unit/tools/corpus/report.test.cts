import type { CheckedFolderFile } from '../../../../tools/corpus/checkFolder.cts';
import { formatReport } from '../../../../tools/corpus/report.cts';

const PDF = 'application/pdf';

const file = (name: string, more: Partial<CheckedFolderFile>): CheckedFolderFile => ({
	name,
	extension: 'pdf',
	size: 20_000,
	milliseconds: 1,
	issues: [],
	...more,
});
const FILES = [
	file('maria.pdf', { detectedType: PDF }),
	file('lena.pdf', { detectedType: PDF, size: 3_000_000, milliseconds: 12 }),
	file('ben.pdf', { detectedType: PDF, issues: ['encrypted'] }),
	file('sample', { extension: '', issues: ['typeUnverified', 'typeNotAccepted'] }),
];
const report = formatReport(FILES, { withNames: false });

it('a report counts the files that have the same declared type, detected type, and issues', () => {
	expect(report).toMatch(/^Files: 4 \(3\.1 MB\), 2 of them flagged\.$/m);
	expect(report).toMatch(/^ +2 {2}\.pdf +application\/pdf$/m);
	expect(report).toMatch(/^ +1 {2}\.pdf +application\/pdf +encrypted$/m);
	expect(report).toMatch(/^ +1 {2}\(none\) +\(not recognized\) +typeUnverified, typeNotAccepted$/m);
	expect(report).toContain('No file raised an error.');
});

it('a report lists the slowest files, slowest first', () => {
	expect(report).toMatch(/^Slowest:\n +12\.0 ms +3\.0 MB +application\/pdf$/m);
});

it('a report contains no file names by default', () => {
	expect(report).not.toMatch(/maria|lena|ben|sample/);
});

it('a report with names lists the files that are flagged or slow', () => {
	const named = formatReport(FILES, { withNames: true });
	expect(named).toMatch(/encrypted\n +ben\.pdf$/m);
	expect(named).toMatch(/12\.0 ms +3\.0 MB +lena\.pdf$/m);
});

it('a report contains the error for a file that could not be checked', () => {
	const failed = [file('ben.pdf', { error: 'EACCES' })];
	expect(formatReport(failed, { withNames: false })).toMatch(
		/raised an error: 1\n +\.pdf: EACCES$/m,
	);
	expect(formatReport(failed, { withNames: true })).toMatch(
		/raised an error: 1\n +ben\.pdf: EACCES$/m,
	);
});

it('a report on an empty folder counts no files', () => {
	expect(formatReport([], { withNames: false })).toMatch(/^Files: 0 /);
});
