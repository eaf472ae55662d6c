import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: files of applications to an SFTP server',
	about: `## Application files to an SFTP server

Each CV and letter is saved on an SFTP server, in a folder for its job, such as \`0042-BAKER/0042-BAKER - Example Camille - 4711 - CV.pdf\`. Missing folders are created. If an application changes but its file names don't, its files replace the earlier ones.`,
	trigger: step.EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Save the file`,
	steps: {
		'Has a file?': step.hasFile,
		'Save the file': step.repeated(
			step.step('ftp', 1, {
				protocol: 'sftp',
				operation: 'upload',
				path: '',
				binaryPropertyName: 'file',
				options: {},
			}),
		),
	},
	fillIn: {
		'Save the file': `- Select or create the **SFTP** credential. If the server doesn't accept your private key, check that the key begins with \`-----BEGIN\`.
- Paste this line into _Path_, and replace \`/your/folder\` with a folder on the server, such as \`/upload\`:

\`/your/folder/{{ $json.summary.folder }}/{{ $json.summary.fileNames }}\``,
	},
};
