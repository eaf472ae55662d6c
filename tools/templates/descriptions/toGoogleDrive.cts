import type { Description } from '../description.cts';
import { EACH_FILE, FILE_NAME, HAS_FILE, JOB_FOLDER } from '../fileName.cts';
import * as step from '../steps.cts';

const FOLDER = 'https://drive.google.com/drive/folders/…';
const PLACE = "$('Your Google Drive').first().json";
const FILES = `// The files, which the steps before this one don't output, and the folder of the job
// If two executions create the folder at the same time, both use the older one.
const [folder] = $input.all().map(({ json }) => json)
  .sort((a, b) => (a.createdTime + a.id < b.createdTime + b.id ? -1 : 1));
const folderId = folder.id ?? $('Create the folder').first().json.id;
const isWanted = $('Application').all().map(({ json }) => json.attachment?.binaryField);
const files = $('Your Google Drive').all().filter((_item, index) => isWanted[index]);
if (files.some(({ binary }) => !binary?.file)) {
  throw new Error('FILES MISSING: a step before this one dropped the files of this application');
}
return files.map(({ json, binary }) => ({ json: { name: json.name, folderId }, binary }));
`;
const link = (value: string) => ({ __rl: true, mode: 'url', value });
const drive = (parameters: object) =>
	step.step('googleDrive', 3, { authentication: 'oAuth2', options: {}, ...parameters });
const MY_DRIVE = { __rl: true, mode: 'list', value: 'My Drive' };

export const description: Description = {
	name: 'CleverConnect: files of applications to Google Drive',
	about: `## Application files to Google Drive

CVs and letters are saved in [Google Drive](https://developers.google.com/workspace/drive/api/reference/rest/v3/files), in one folder for each job. This template follows Google's documentation as of November 2026. A changed application adds files. If Google's response is lost, a retry can duplicate a file or folder.

Google Sheets logs each application in a row. **The log contains personal data.**`,
	trigger: EACH_FILE,
	canvas: `
		                      |                 |                   |                   | Row            | Write to the log
		CleverConnect Trigger | Application     | Your Google Drive | Set up?           | Connect Google
		                      | Find the folder | Is it there?      | Each file         | One by one     | Save the file
		                      |                 |                   | Create the folder`,
	wires: {
		'Set up?': 'Row, Find the folder | Connect Google',
		'Is it there?': 'Each file | Create the folder',
		'Create the folder': 'Find the folder',
		'One by one': '| Save the file',
		'Save the file': 'One by one',
	},
	reminder: ['Connect Google', `${PLACE}.folder !== '${FOLDER}'`],
	steps: {
		'Your Google Drive': step.set({
			folder: FOLDER,
			sheet: 'https://docs.google.com/spreadsheets/d/…',
			jobFolder: `={{ ${JOB_FOLDER} }}`,
			name: `={{ ${HAS_FILE} ? ${FILE_NAME} : '' }}`,
		}),
		Row: step.row,
		'Write to the log': step.step('googleSheets', 4.5, {
			authentication: 'oAuth2',
			operation: 'appendOrUpdate',
			documentId: link(`={{ ${PLACE}.sheet }}`),
			sheetName: { __rl: true, mode: 'id', value: '0' },
			columns: {
				mappingMode: 'autoMapInputData',
				value: {},
				matchingColumns: ['applicationId'],
				schema: [],
			},
			options: { cellFormat: 'RAW', useAppend: true },
		}),
		'Find the folder': {
			...step.repeated(
				drive({
					resource: 'fileFolder',
					searchMethod: 'query',
					queryString: String.raw`=name = '{{ ${PLACE}.jobFolder.replace(/['\\]/g, '\\$&') }}'`,
					limit: 10,
					filter: { folderId: link(`={{ ${PLACE}.folder }}`), whatToSearch: 'folders' },
					options: { fields: ['*'] },
				}),
			),
			executeOnce: true,
			alwaysOutputData: true,
		},
		// After creating the folder, the workflow looks for it again.
		'Is it there?': step.when('$json.id !== undefined || $runIndex > 0'),
		'Create the folder': drive({
			resource: 'folder',
			name: `={{ ${PLACE}.jobFolder }}`,
			driveId: MY_DRIVE,
			folderId: link(`={{ ${PLACE}.folder }}`),
		}),
		'Each file': step.code(FILES),
		'One by one': step.step('splitInBatches', 3, { options: {} }),
		'Save the file': drive({
			inputDataFieldName: 'file',
			name: '={{ $json.name }}',
			driveId: MY_DRIVE,
			folderId: { __rl: true, mode: 'id', value: '={{ $json.folderId }}' },
		}),
	},
	fillIn: {
		'Your Google Drive': `- \`folder\`: open the folder in Google Drive, and copy its URL
- \`sheet\`: create a spreadsheet in Google Sheets, leave it empty, and copy its URL`,
		'Write to the log': `Select or create the **Google Sheets** credential.`,
		'Save the file, Find the folder, Create the folder': `In all three steps, select the **Google Drive** credential.`,
	},
};
