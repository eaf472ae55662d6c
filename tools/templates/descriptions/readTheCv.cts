import { DOCX_TYPE } from '../../samples/exampleApplication.cts';
import type { Description } from '../description.cts';
import { APPLICATION } from '../expressions.cts';
import * as step from '../steps.cts';

const TYPE = `(${APPLICATION}.attachments ?? []).find((file) => file?.binaryField === 'resume')?.detectedType`;

/** n8n unpacks only files whose name ends in \`.zip\`. */
const RENAME = `// A DOCX file is a ZIP archive, but n8n unpacks only files with the extension "zip".
const [{ binary: { resume } }] = $input.all();
return [{ json: {}, binary: { data: { ...resume, fileName: 'cv.zip', fileExtension: 'zip' } } }];
`;

/** Turns the XML of a Word file into plain text, with a line for each paragraph and a tab between cells. */
const TEXT = String.raw`[
    ['</w:instrText>', /<w:instrText(?:\s[^<>]*)?(?<!\/)>[^]*/],
    ['</w:del>', /<w:del(?:\s[^<>]*)?(?<!\/)>[^]*/],
    ['</mc:Fallback>', /<mc:Fallback(?:\s[^<>]*)?(?<!\/)>[^]*/],
  ].reduce(
    (xml, [end, start]) => xml.split(end).map((part, index, parts) => index < parts.length - 1 ? part.replace(start, '') : part).join(''),
    String($('XML').first().json.data ?? '').slice(0, 3_000_000)
  )
  .replace(/<w:tab\/>/g, '\t')
  .replace(/<\/w:p>|<w:(?:br|cr)(?:\s[^<>]*)?\/?>/g, '\n')
  .split('</w:tr>').map((row) => row
    .split('</w:tc>').map((cell) => cell.replace(/<[^<>]*>/g, '').trimEnd()).join('\t')
  ).join('\n')
  .replace(/&(?:#x([0-9a-fA-F]{1,5})|#([0-9]{1,6})|(lt|gt|quot|apos|amp));/g, (all, hex, decimal, name) => name
    ? { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name]
    : String.fromCodePoint(hex ? parseInt(hex, 16) : decimal))`;

const read = (operation: string, parameters: object) => ({
	...step.step('extractFromFile', 1.1, { operation, ...parameters }),
	...step.tolerant,
});

export const description: Description = {
	name: 'CleverConnect: the text of the CV',
	about: `## The text of the CV

This workflow adds the text of each CV (PDF or DOCX) as \`cvText\`. The text is empty if there is no CV, or if the CV is a picture or has a password.

**Ask AI for facts, not for scores.** Have a person decide whom to invite. In the EU, AI that rates applicants counts as high-risk. A CV can also contain instructions for the AI.`,
	canvas: `
		                      |             |                       | Text of a PDF
		CleverConnect Trigger | Application | Which type?           |
		                      |             |                       | Word file as ZIP | Unpack | XML
		                      |             | Application with text | Your next step`,
	wires: {
		Application: 'Which type?, Application with text',
		'Which type?': 'Text of a PDF | Word file as ZIP |',
	},
	steps: {
		'Which type?': step.choose(
			{ PDF: `${TYPE} === 'application/pdf'`, Word: `${TYPE} === '${DOCX_TYPE}'` },
			'Other or none',
		),
		'Text of a PDF': read('pdf', { binaryPropertyName: 'resume', options: {} }),
		'Word file as ZIP': { ...step.code(RENAME), ...step.tolerant },
		Unpack: {
			...step.step('compression', 1.1, {
				operation: 'decompress',
				binaryPropertyName: 'data',
				outputPrefix: 'part_',
			}),
			...step.tolerant,
		},
		XML: read('text', {
			binaryPropertyName: String.raw`={{ Object.keys($binary).find((key) => $binary[key].directory === 'word' && /^document\d*\.xml$/.test($binary[key].fileName)) }}`,
			destinationKey: 'data',
			options: { encoding: 'utf8', stripBOM: true },
		}),
		'Application with text': step.set({
			cvText: String.raw`={{ ($('Text of a PDF').isExecuted ? String($('Text of a PDF').first().json.text ?? '') : $('XML').isExecuted ? ${TEXT} : '')
  .replace(/[^\S\n\t]+/g, ' ').split('\n').map((line) => line.trim()).filter((line) => line).join('\n') }}`,
		}),
		'Your next step': step.nothing,
	},
	fillIn: { 'Your next step': 'Replace this step with your own steps.' },
};
