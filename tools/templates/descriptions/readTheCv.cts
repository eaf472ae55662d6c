import { bundle } from '../bundle.cts';
import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const READ = `const cv = $input.first().binary?.resume && (await this.helpers.getBinaryDataBuffer(0, 'resume'));
return [{ json: { text: cv ? readCvText(cv) : '' } }];
`;

export const description: Description = {
	name: 'CleverConnect: the text of the CV',
	about: `## The text of the CV

This workflow adds the text of each application's first CV (a DOCX, or the first 20 pages of a PDF) as \`cvText\`. It is empty if the CV is missing, isn't a PDF or DOCX file, has only pictures, is encrypted (as a PDF is even if its password only prevents changes), or contains far more than any real CV.

**Ask AI for facts, not for scores.** Have a person decide whom to invite. A CV can also contain instructions for the AI.`,
	canvas: `
		                      |             | Text of the CV        |
		CleverConnect Trigger | Application |                       |
		                      |             | Application with text | Your next step`,
	wires: { Application: 'Text of the CV, Application with text' },
	steps: {
		'Text of the CV': { ...step.code(bundle('cvText.cts', READ)), ...step.tolerant },
		'Application with text': step.set({
			cvText: "={{ $('Text of the CV').first().json.text ?? '' }}",
		}),
		'Your next step': step.nothing,
	},
	fillIn: { 'Your next step': 'Replace this step with your own steps.' },
};
