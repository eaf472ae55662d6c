import { bundle, minify } from '../bundle.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const READ = `const application = $('Application').first();
const text = $('Text of the PDF').isExecuted
  ? $input.first().json.text
  : isSoundWordFile(application)
    ? readWordText(await this.helpers.getBinaryDataBuffer(0, 'resume'), unzipSync)
    : '';
return addText(application, text);
`;

export const description: Description = {
	name: 'CleverConnect: the text of the CV',
	about: `## The text of the CV

This workflow adds the text of each application's first CV as \`cvText\`: the first 20 pages of a PDF, or a Word file (DOCX). The text is empty if the CV is missing, has another format, contains only pictures, or if anything is wrong with a file of the application.

**Ask AI for facts, not for scores.** Have a person decide whom to invite. A CV can also contain instructions for the AI.`,
	canvas: `
		                      |             |              | Text of the PDF
		CleverConnect Trigger | Application | A sound PDF? | | Application with text | Your next step`,
	wires: {
		'A sound PDF?': 'Text of the PDF | Application with text',
		'Text of the PDF': 'Application with text',
	},
	steps: {
		'A sound PDF?': step.when(
			['{{ $binary.resume?.mimeType }}', 'is equal to', 'application/pdf'],
			['{{ JSON.stringify($json.issues) }}', 'does not contain', '/attachments'],
		),
		'Text of the PDF': {
			...step.step('extractFromFile', 1.1, {
				operation: 'pdf',
				binaryPropertyName: 'resume',
				options: { maxPages: 20 },
			}),
			...step.tolerant,
		},
		'Application with text': step.code(
			minify('unzipSync', 'fflate') + bundle('readTheCvCode.cts', READ),
		),
		'Your next step': step.nothing,
	},
	fillIn: { 'Your next step': 'Replace this step with your own steps.' },
};
