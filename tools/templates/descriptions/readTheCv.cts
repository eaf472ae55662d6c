import { DOCX_TYPE } from '../../samples/exampleApplication.cts';
import { bundle } from '../bundle.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const READ = `return [{ json: { text: readWordText(await this.helpers.getBinaryDataBuffer(0, 'resume')) } }];
`;

const TYPE = '{{ $binary.resume?.mimeType }}';
const ISSUES = '{{ $json.issues.map((issue) => issue.code).join() }}';

const textOf = (name: string) =>
	`{{ $('${name}').isExecuted ? $('${name}').first().json.text : '' }}`;

export const description: Description = {
	name: 'CleverConnect: the text of the CV',
	about: `## The text of the CV

This workflow adds the text of each CV (PDF or DOCX) as \`cvText\`. The text is empty if there is no CV, or if the CV is a picture, has a password, or is far larger inside than any CV.

**A PDF that somebody made to do harm can stop n8n**, because n8n reads PDF files in its own process. Use this workflow in queue mode, or on a second n8n.

**Ask AI for facts, not for scores.** Have a person decide whom to invite. A CV can also contain instructions for the AI.`,
	canvas: `
		                      |             |                       | Text of a PDF
		CleverConnect Trigger | Application | Which type?           | Text of a Word file
		                      |             | Application with text | Your next step`,
	wires: {
		Application: 'Which type?, Application with text',
		'Which type?': 'Text of a PDF | Text of a Word file |',
	},
	steps: {
		'Which type?': step.choose(
			{
				// n8n itself reads a PDF, and unpacks all of it.
				PDF: [
					[TYPE, 'is equal to', 'application/pdf'],
					[ISSUES, 'does not contain', 'unchecked'],
				],
				Word: [[TYPE, 'is equal to', DOCX_TYPE]],
			},
			'Other or none',
		),
		'Text of a PDF': {
			...step.step('extractFromFile', 1.1, {
				...{ operation: 'pdf', binaryPropertyName: 'resume', options: { maxPages: 20 } },
			}),
			...step.tolerant,
		},
		'Text of a Word file': { ...step.code(bundle('readTheCv.cts', READ)), ...step.tolerant },
		'Application with text': step.set({
			cvText: `=${textOf('Text of a PDF')}${textOf('Text of a Word file')}`,
		}),
		'Your next step': step.nothing,
	},
	fillIn: { 'Your next step': 'Replace this step with your own steps.' },
};
