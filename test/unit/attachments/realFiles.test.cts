import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
	parseAcceptedTypes,
	readAttachments,
} from '../../../nodes/CleverConnect/attachments/index.ts';
import { readRealFile, REAL_FILES } from '../../fixtures/files/index.cts';

const EVERY_TYPE = parseAcceptedTypes('');

describe('the real file', () => {
	it.each(REAL_FILES)('$name has the issues $issues', ({ name, type, issues }) => {
		const attachment = {
			type: 'resume',
			fileName: name,
			contentType: path.extname(name).slice(1),
			content: readRealFile(name).toString('base64'),
		};
		const [checked] = readAttachments({ attachments: [attachment] }, EVERY_TYPE);
		expect({
			type: checked?.file?.detectedType,
			issues: checked?.issues.map(({ code }) => code),
		}).toEqual({ type, issues });
	});

	it('list is complete', () => {
		const folder = path.join(__dirname, '../../fixtures/files');
		const names = readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isFile() && !/^(README\.md|index\.cts)$/.test(entry.name))
			.map((entry) => entry.name);
		expect(REAL_FILES.map(({ name }) => name).sort()).toEqual(names.sort());
	});
});
