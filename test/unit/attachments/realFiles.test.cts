import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
	parseAcceptedTypes,
	readAttachments,
} from '../../../nodes/CleverConnect/attachments/index.ts';
import { readRealFile, REAL_FILES } from '../../fixtures/files/index.cts';

const EVERY_TYPE = parseAcceptedTypes('');

describe('a real file gets the type and the issues that are true of it', () => {
	it.each(REAL_FILES)('$name: $issues', ({ name, type, issues }) => {
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

	it('and no file is left out', () => {
		const folder = path.join(__dirname, '../../fixtures/files');
		const names = readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isFile() && !/^(README\.md|index\.cts)$/.test(entry.name))
			.map((entry) => entry.name);
		expect(REAL_FILES.map(({ name }) => name).sort()).toEqual(names.sort());
	});
});
