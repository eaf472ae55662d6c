import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAcceptedTypes } from '../../../../nodes/CleverConnect/attachments/index.ts';
import { checkFolder, type CheckedFolderFile } from '../../../../tools/corpus/checkFolder.cts';
import { readRealFile } from '../../../fixtures/files/index.cts';

const PDF = 'application/pdf';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'corpus-'));
	await mkdir(path.join(folder, '2026'));
	await writeFile(path.join(folder, '2026', 'maria.PDF'), readRealFile('pdf/groff.pdf'));
	await writeFile(path.join(folder, 'ben.pdf'), readRealFile('pdf/qpdf-password-256.pdf'));
	await writeFile(path.join(folder, 'letter.docx'), readRealFile('pdf/groff.pdf'));
	await writeFile(path.join(folder, 'scan.jpg'), readRealFile('other/scan.jpg'));
	await writeFile(path.join(folder, '.hidden.pdf'), 'hidden');
});
afterAll(async () => await rm(folder, { recursive: true }));

async function check(): Promise<CheckedFolderFile[]> {
	const files: CheckedFolderFile[] = [];
	for await (const file of checkFolder(folder, parseAcceptedTypes('pdf, docx'))) files.push(file);
	return files;
}

it('each visible file in a folder is checked, with its extension as the declared type', async () => {
	const found = (await check()).map(({ name, extension, detectedType, issues }) => ({
		name,
		extension,
		detectedType,
		issues,
	}));
	expect(found).toEqual([
		{ name: path.join('2026', 'maria.PDF'), extension: 'pdf', detectedType: PDF, issues: [] },
		{ name: 'ben.pdf', extension: 'pdf', detectedType: PDF, issues: ['encrypted'] },
		{ name: 'letter.docx', extension: 'docx', detectedType: PDF, issues: ['typeMismatch'] },
		{
			name: 'scan.jpg',
			extension: 'jpg',
			detectedType: 'image/jpeg',
			issues: ['typeNotAccepted'],
		},
	]);
});
