import type { Description } from '../description.cts';
import { EACH_FILE, FILE_NAME, HAS_FILE, plain } from '../fileName.cts';
import * as step from '../steps.cts';

const FOLDER = 'your-folder';

export const description: Description = {
	name: 'CleverConnect: files of applications to SharePoint',
	about: `## Application files to SharePoint

Each CV and letter is saved in a [SharePoint](https://learn.microsoft.com/graph/api/driveitem-put-content) folder, such as a team's file folder in Microsoft Teams. The file names begin with the job reference, such as \`0042-BAKER - Example Camille - 4711 - resume.pdf\`. The files of a changed application replace the earlier files.

Excel logs each application. **The log contains personal data.** The workflow puts an apostrophe before a value that Excel would mistake for a formula. If a response from Microsoft is lost, **Retry execution** can add a row a second time. This template follows Microsoft's documentation as of November 2026.`,
	trigger: EACH_FILE,
	canvas: `
		                      |             |                  |         | Row         | Write to the log
		CleverConnect Trigger | Application | Name of the file | Set up? | Has a file? | Save the file
		                      |             |                  |         | Connect SharePoint`,
	wires: { 'Set up?': 'Row, Has a file? | Connect SharePoint' },
	reminder: ['Connect SharePoint', `$('Save the file').params.folder.value !== '${FOLDER}'`],
	steps: {
		'Name of the file': step.set({ name: `={{ ${HAS_FILE} ? ${plain(FILE_NAME)} : '' }}` }),
		Row: step.row,
		'Write to the log': step.step('microsoftExcel', 2.2, {
			resource: 'table',
			operation: 'append',
			workbook: step.selected('your-workbook'),
			worksheet: step.selected('your-sheet'),
			table: step.selected('your-table'),
			dataMode: 'autoMap',
			options: {},
		}),
		'Has a file?': step.when("$json.name !== ''"),
		'Save the file': step.repeated(
			step.step('microsoftSharePoint', 1, {
				resource: 'file',
				operation: 'upload',
				site: step.selected('your-site'),
				folder: step.selected(FOLDER),
				fileName: '={{ $json.name }}',
				fileContents: 'file',
				requestOptions: {},
			}),
		),
	},
	fillIn: {
		'Write to the log': `In a workbook in your OneDrive, enter the fields of _Row_ as column names, and select **Insert → Table**. Select or create the **Microsoft Excel** credential, and select the workbook, the sheet, and the table. If you don't need a log, delete _Row_ and this step.`,
		'Save the file': `Select or create the **Microsoft SharePoint** credential, and select the site and the folder.`,
	},
};
