import type { Description } from '../description.cts';
import { EACH_FILE, FILE_NAME, HAS_FILE } from '../fileName.cts';
import * as step from '../steps.cts';

const FOLDER = '/your/folder';

export const description: Description = {
	name: 'CleverConnect: files of applications to a folder',
	about: `## Application files to a folder

This workflow saves each CV and letter in a folder. The file names begin with the job reference, such as \`0042-BAKER - Example Camille - 4711 - resume.pdf\`. The files of a changed application replace the earlier files.

**n8n must be allowed to write to the folder**, and the folder must exist. Unless your n8n administrator has set \`N8N_RESTRICT_FILE_ACCESS_TO\`, the only allowed folder is \`.n8n-files\` in n8n's home folder.`,
	trigger: EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Name of the file | Set up? | Write the file
		                      |             |             |                  |         | Choose a folder`,
	reminder: ['Choose a folder', `$json.folder !== '${FOLDER}'`],
	steps: {
		'Has a file?': step.when(HAS_FILE),
		'Name of the file': step.set({ folder: FOLDER, name: `={{ ${FILE_NAME} }}` }),
		'Write the file': step.step('readWriteFile', 1, {
			operation: 'write',
			fileName: '={{ $json.folder }}/{{ $json.name }}',
			dataPropertyName: 'file',
			options: {},
		}),
	},
	fillIn: {
		'Name of the file': `_folder_: enter the folder for the files, such as \`/home/node/.n8n-files\` if n8n runs in Docker.

_name_: characters that aren't allowed in file names become \`_\`, and long values are cut off.`,
	},
};
