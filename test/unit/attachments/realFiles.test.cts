import path from 'node:path';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes.ts';
import { readAttachments } from '../../../nodes/CleverConnect/attachments/readAttachments.ts';
import { readRealFile, REAL_FILES } from '../../fixtures/files/index.cts';

test.each(REAL_FILES)('the real file $name has the issues $issues', ({ name, type, issues }) => {
	const attachment = {
		type: 'resume',
		fileName: path.basename(name),
		contentType: path.extname(name).slice(1),
		content: readRealFile(name).toString('base64'),
	};
	const [checked] = readAttachments({ attachments: [attachment] }, parseAcceptedTypes(''));
	expect({
		type: checked?.file?.detectedType,
		issues: checked?.findings.map(({ code }) => code),
	}).toEqual({ type, issues });
});
