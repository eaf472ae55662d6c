import type { Description } from '../description.cts';
import { oneLine } from '../expressions.cts';
import * as step from '../steps.cts';

const FOLDER = '/your/folder';
const ITEM = "$('Application').item.json";

/** Returns a part of a file name without characters that aren't allowed there, and with a limited size. */
const PART = String.raw`(values, bytes) => [...${oneLine('VALUES')
	.replace('[VALUES]', 'values')
	.concat(
		String.raw`.replace(/[\\/:*?"<>|]/g, '_')`,
	)}].reduce((part, char) => encodeURIComponent(part + char).replace(/%../g, '_').length > bytes ? part : part + char, '')`;

/** An id that isn't a number is cut off, so its hash distinguishes it from others. */
const NUMBER = `typeof ${ITEM}.id === 'number' ? ${ITEM}.id : part([${ITEM}.id], 20) + ' ' + JSON.stringify(${ITEM}.id).hash('sha256').slice(0, 16)`;

/** The type of the file, with a number if several files have the same type. */
const KIND = String.raw`((kinds, index) => ((number) => kinds[index] + (number > 1 ? ' ' + number : ''))(kinds.slice(0, index + 1).filter((kind) => kind.toLowerCase() === kinds[index].toLowerCase()).length))(${ITEM}.attachments.map((entry) => part([entry?.type ?? 'attachment'], 30).replace(/ (?=\d+$)|\.(?=[a-z0-9]{1,5}$)/i, '_')), ${ITEM}.attachments.findIndex((entry) => entry?.binaryField))`;

const NAME = String.raw`{{ ((part) => [part([${ITEM}.jobId], 60), part([${ITEM}.candidate.lastName, ${ITEM}.candidate.firstName], 80), ${NUMBER}, ${KIND}].join(' - ').replace(/^\.+/, '_'))((${PART})) }}{{ ($binary.file.fileName.match(/\.[a-z0-9]{1,5}$/i) ?? [''])[0] }}`;

export const description: Description = {
	name: 'CleverConnect: files of applications to a folder',
	about: `## Files of applications to a folder

This workflow saves each CV and letter in a folder. The file names begin with the job reference, such as \`0042-BAKER - Example Camille - 4711 - resume.pdf\`. A changed application replaces its files.

**n8n must be allowed to write to the folder**, and the folder must exist. Unless your n8n administrator has set \`N8N_RESTRICT_FILE_ACCESS_TO\`, the only allowed folder is \`.n8n-files\` in n8n's home folder.

**To use S3 instead** (in n8n Cloud, for example), replace _Write the file_ with **S3**. Select _Upload_ a _File_, enter \`{{ $json.name.replace(' - ', '/') }}\` as _File Name_, turn on _Binary File_, and enter \`file\` as _Input Binary Field_.`,
	trigger: {
		parameters: { output: 'attachment' },
		note: '_Output_ is _One Item per Attachment_, so each file arrives in its own item, as `file`.',
	},
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Name of the file | Set up? | Write the file
		                      |             |             |                  |         | Choose a folder`,
	reminder: ['Choose a folder', `$json.folder !== '${FOLDER}'`],
	steps: {
		'Has a file?': step.when(`${ITEM}.attachment?.binaryField !== undefined`),
		'Name of the file': step.set({ folder: FOLDER, name: `=${NAME}` }),
		'Write the file': step.step('readWriteFile', 1, {
			operation: 'write',
			fileName: '={{ $json.folder }}/{{ $json.name }}',
			dataPropertyName: 'file',
			options: {},
		}),
	},
	fillIn: {
		'Name of the file': `_folder_: enter the folder for the files, such as \`/home/node/.n8n-files\` with Docker.

_name_: characters that aren't allowed in file names become \`_\`, and long values are cut off.`,
	},
};
