import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const drive = (parameters: object) =>
	step.step('googleDrive', 3, { authentication: 'oAuth2', options: {}, ...parameters });
const MY_DRIVE = { __rl: true, mode: 'list', value: 'My Drive' };
const NAME = "{{ $('Application').first().json.summary.folder }}";

export const description: Description = {
	name: 'CleverConnect: files of applications to Google Drive',
	about: `## Application files to Google Drive

CVs and letters are saved in Google Drive, in one folder for each job. If an application changes, its files are added. An application without files ends as an error, because there is nothing to save.

If two applications for a new job arrive in the same second, there can be two folders with its name. A retry can save a file twice.

**Nobody has tried this template with a real account.** It follows [Google's documentation](https://developers.google.com/workspace/drive/api/reference/rest/v3/files) as of November 2026.`,
	trigger: step.EACH_FILE,
	canvas: `
		                      |             |                 |                | Create the folder
		CleverConnect Trigger | Application | Find the folder | Is it missing? | | With its files | Save the file`,
	wires: {
		'Is it missing?': 'Create the folder | With its files',
		'Create the folder': 'With its files',
	},
	steps: {
		'Find the folder': {
			...step.repeated(
				drive({
					resource: 'fileFolder',
					searchMethod: 'query',
					queryString: `=name = '${NAME}'`,
					limit: 1,
					filter: { folderId: step.selected, whatToSearch: 'folders' },
					options: {},
				}),
			),
			executeOnce: true,
			alwaysOutputData: true,
		},
		'Is it missing?': step.when(['{{ $json.id }}', 'is empty']),
		'Create the folder': drive({
			resource: 'folder',
			name: `=${NAME}`,
			driveId: MY_DRIVE,
			folderId: step.selected,
		}),
		'With its files': step.withItsFiles,
		// Because no name is set here, the file keeps the name that the trigger gives it.
		'Save the file': drive({
			inputDataFieldName: 'file',
			driveId: MY_DRIVE,
			folderId: {
				__rl: true,
				mode: 'id',
				value:
					"={{ ($('Create the folder').isExecuted ? $('Create the folder') : $('Find the folder')).first().json.id }}",
			},
		}),
	},
	fillIn: {
		'Find the folder, Create the folder, Save the file': `- In all three steps, select the **Google Drive** credential.
- In _Find the folder_ (_Folder_, under _Filter_) and in _Create the folder_ (_Parent Folder_), select the folder that will contain the jobs' folders.`,
	},
};
