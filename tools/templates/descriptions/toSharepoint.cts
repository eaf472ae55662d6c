import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: files of applications to SharePoint',
	about: `## Application files to SharePoint

Each CV and letter is saved in a [SharePoint](https://learn.microsoft.com/graph/api/driveitem-put-content) folder, such as a team's file folder in Microsoft Teams, under a name such as \`0042-BAKER - Example Camille - 4711 - CV.pdf\`. If an application changes but its file names don't, its files replace the earlier ones.

Excel logs each application. **The log contains personal data.** The workflow puts an apostrophe before a value that Excel would mistake for a formula. If a response from Microsoft is lost, **Retry execution** can add a second row. This template follows Microsoft's documentation as of November 2026.`,
	trigger: step.EACH_FILE,
	canvas: `
		                      |             | Row         | Write to the log
		CleverConnect Trigger | Application | Has a file? | Save the file`,
	wires: { Application: 'Row, Has a file?' },
	steps: {
		Row: step.row,
		'Write to the log': step.step('microsoftExcel', 2.2, {
			resource: 'table',
			operation: 'append',
			workbook: step.selected,
			worksheet: step.selected,
			table: step.selected,
			dataMode: 'autoMap',
			options: {},
		}),
		'Has a file?': step.hasFile,
		'Save the file': step.repeated(
			step.step('microsoftSharePoint', 1, {
				resource: 'file',
				operation: 'upload',
				// Once a site is selected, n8n also requires a folder.
				site: step.selected,
				fileName: `=${value('fileNames')}`,
				fileContents: 'file',
				requestOptions: {},
			}),
		),
	},
	fillIn: {
		'Write to the log': `In a workbook in your OneDrive, enter the fields of _Row_ as column names, and select **Insert → Table**. Select or create the **Microsoft Excel** credential, and select the _Workbook_, the _Sheet_, and the _Table_. If you don't need a log, delete _Row_ and this step.`,
		'Save the file': `Select or create the **Microsoft SharePoint** credential, and select the _Site_ and the _Parent Folder_.`,
	},
};
