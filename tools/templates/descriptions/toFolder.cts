import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: files of applications to a folder',
	about: `## Application files to a folder

This workflow saves each CV and letter in a folder, under a name such as \`0042-BAKER - Example Camille - 4711 - CV.pdf\`. If an application changes but its file names don't, its files replace the earlier ones.

**n8n must be allowed to write to the folder**, and the folder must exist. Unless your n8n administrator has set \`N8N_RESTRICT_FILE_ACCESS_TO\`, the only allowed folder is \`.n8n-files\` in n8n's home folder.`,
	trigger: step.EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Has a file? | Save the file`,
	steps: {
		'Has a file?': step.hasFile,
		'Save the file': step.step('readWriteFile', 1, {
			operation: 'write',
			fileName: '',
			dataPropertyName: 'file',
			options: {},
		}),
	},
	fillIn: {
		'Save the file': `Paste this line into _File Path and Name_:

\`/your/folder/{{ $json.summary.fileNames }}\`

Replace \`/your/folder\` with the folder for the files, such as \`/home/node/.n8n-files\` if n8n runs in Docker.`,
	},
};
