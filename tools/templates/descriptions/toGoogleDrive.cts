import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const drive = (parameters: object) =>
	step.step('googleDrive', 3, { authentication: 'oAuth2', options: {}, ...parameters });
const MY_DRIVE = { __rl: true, mode: 'list', value: 'My Drive' };
const byId = (id: string) => ({ __rl: true, mode: 'id', value: `={{ ${id} }}` });
/** The ID in the field that the user fills in, which can also contain a URL. */
const PARENT = byId(String.raw`$('Create the folder').params.folderId.value.match(/[-\w]{9,}/)[0]`);

/** The name of the job's folder, which is the same for all items. */
const NAME = "{{ $('Application').first().json.summary.folder }}";

const find = (folderId: object) => ({
	...step.repeated(
		drive({
			resource: 'fileFolder',
			searchMethod: 'query',
			queryString: `=name = '${NAME}'`,
			limit: 10,
			filter: { folderId, whatToSearch: 'folders' },
			options: { fields: ['*'] },
		}),
	),
	executeOnce: true,
});

export const description: Description = {
	name: 'CleverConnect: files of applications to Google Drive',
	about: `## Application files to Google Drive

CVs and letters are saved in [Google Drive](https://developers.google.com/workspace/drive/api/reference/rest/v3/files), in one folder for each job. This template follows Google's documentation as of November 2026. If an application changes, its files are added. If Google's response is lost, a retry can duplicate a file or folder.

Google Sheets logs each application in a row. **The log contains personal data.**`,
	trigger: step.EACH_FILE,
	canvas: `
		                      |             | Row             | Write to the log | Create the folder
		CleverConnect Trigger | Application | Find the folder | Is it missing?   |            | Folder of the job | Oldest first
		                      |             | Has a file?     | One by one       | Save the file`,
	wires: {
		Application: 'Row, Find the folder, Has a file?',
		'Write to the log': '',
		'Is it missing?': 'Create the folder | Folder of the job',
		'Create the folder': 'Folder of the job',
		'One by one': '| Save the file',
		'Save the file': 'One by one',
	},
	steps: {
		Row: step.row,
		'Write to the log': step.step('googleSheets', 4.5, {
			authentication: 'oAuth2',
			operation: 'appendOrUpdate',
			documentId: step.selected,
			sheetName: { __rl: true, mode: 'id', value: '0' },
			columns: {
				mappingMode: 'autoMapInputData',
				value: {},
				matchingColumns: ['applicationId'],
				schema: [],
			},
			options: { cellFormat: 'RAW', useAppend: true },
		}),
		'Find the folder': step.maybeNone(find(PARENT)),
		'Is it missing?': step.when(['{{ $json.id }}', 'is empty']),
		'Create the folder': drive({
			resource: 'folder',
			name: `=${NAME}`,
			driveId: MY_DRIVE,
			folderId: step.selected,
		}),
		// Another execution might have created the folder at the same time, so each uses the oldest one that it finds.
		'Folder of the job': find(PARENT),
		'Oldest first': step.step('sort', 1, {
			sortFieldsUi: { sortField: [{ fieldName: 'createdTime' }, { fieldName: 'id' }] },
			options: {},
		}),
		'Has a file?': step.hasFile,
		'One by one': step.step('splitInBatches', 3, { options: {} }),
		// Because no name is set here, the file keeps the name that the trigger gives it.
		'Save the file': drive({
			inputDataFieldName: 'file',
			driveId: MY_DRIVE,
			folderId: byId(
				"$('Oldest first').isExecuted ? $('Oldest first').first().json.id : $('Create the folder').first().json.id",
			),
		}),
	},
	fillIn: {
		'Write to the log': `Select or create the **Google Sheets** credential. Create a spreadsheet in Google Sheets, leave it empty, and select it as _Document_.`,
		'Save the file, Find the folder, Create the folder, Folder of the job': `In all four steps, select the **Google Drive** credential. In _Create the folder_, select the _Parent Folder_ that will contain the jobs' folders.`,
	},
};
