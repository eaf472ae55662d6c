import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: files of applications to a folder',
	about: `## Application files to a folder

Each CV and letter is saved in a folder, under a name such as \`0042-BAKER - Example Camille - CV - 4711.pdf\`. If CleverConnect sends an application again with changes, its files replace the earlier ones. An application without files ends as an error, because there is nothing to save.

**To save elsewhere**, replace _Save the file_ with **FTP** (SFTP), **S3**, **Microsoft SharePoint**, or **Google Drive**, operation _Upload_. The binary field is \`file\`, and the name is \`{{ $json.summary.fileNames }}\`.`,
	trigger: step.EACH_FILE,
	canvas: `
		CleverConnect Trigger | Application | Save the file`,
	steps: {
		'Save the file': step.step('readWriteFile', 1, {
			operation: 'write',
			fileName: '',
			dataPropertyName: 'file',
			options: {},
		}),
	},
	fillIn: {
		'Save the file': `Paste this line into _File Path and Name_, and replace \`/your/folder\` with your folder:

\`/your/folder/{{ $json.summary.fileNames }}\`

The folder must exist, and n8n must be allowed to write to it. Unless your n8n administrator has set \`N8N_RESTRICT_FILE_ACCESS_TO\`, only \`.n8n-files\` in n8n's home folder is allowed (in Docker, \`/home/node/.n8n-files\`).`,
	},
};
