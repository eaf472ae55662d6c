import type { Description } from '../description.cts';
import { EACH_FILE, FILE_NAME, HAS_FILE, JOB_FOLDER } from '../fileName.cts';
import * as step from '../steps.cts';

const FOLDER = '/your/folder';

export const description: Description = {
	name: 'CleverConnect: files of applications to an SFTP server',
	about: `## Application files to an SFTP server

Each CV and letter is saved on an SFTP server, in a folder for its job, such as \`0042-BAKER/0042-BAKER - Example Camille - 4711 - resume.pdf\`. Missing folders are created. The files of a changed application replace the earlier files.`,
	trigger: EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Name of the file | Set up? | Save the file
		                      |             |             |                  |         | Connect your server`,
	reminder: ['Connect your server', `$json.folder !== '${FOLDER}'`],
	steps: {
		'Has a file?': step.when(HAS_FILE),
		'Name of the file': step.set({
			folder: FOLDER,
			name: `={{ ${JOB_FOLDER} }}/{{ ${FILE_NAME} }}`,
		}),
		'Save the file': step.repeated(
			step.step('ftp', 1, {
				protocol: 'sftp',
				operation: 'upload',
				path: '={{ $json.folder }}/{{ $json.name }}',
				binaryPropertyName: 'file',
				options: {},
			}),
		),
	},
	fillIn: {
		'Name of the file': `_folder_: enter the folder on the server, such as \`/upload/applications\`.

_name_: characters that aren't allowed in file names become \`_\`, and long values are cut off.`,
		'Save the file': `Select or create the **SFTP** credential. If the server doesn't accept your private key, check that the key begins with \`-----BEGIN\`.`,
	},
};
