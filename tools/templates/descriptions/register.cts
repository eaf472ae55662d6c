import type { Description } from '../description.cts';
import { value } from '../expressions.cts';
import * as step from '../steps.cts';

const TABLE = 'Register of applications';
const NUMBER = `=${value('number')}`;
const COLUMNS = {
	receivedAt: "={{ $('Application').item.json.receipt.receivedAt }}",
	applicationId: NUMBER,
	// Safe in the email's HTML and in a spreadsheet, unlike the reference as it was sent
	job: `=${value('folder')}`,
	candidate: step.cell('name'),
	email: step.cell('email'),
	source: step.cell('source'),
};

export const description: Description = {
	name: 'CleverConnect: register of applications',
	about: `## Register of applications

Each application becomes a row in the _${TABLE}_ data table, under **Data tables** in n8n's overview. Every Monday, an email counts last week's applications by job. **The table contains personal data.** Nobody deletes old rows unless you do.

**For Google Sheets or Excel**, replace _Table_ and _Write the row_ with one step that appends a row, and drag the values into it.`,
	canvas: `
		CleverConnect Trigger | Application | Table              | Write the row
		Every Monday          | Same table  | Rows of the week   | Count by job | As a table | Mail the counts`,
	steps: {
		Table: step.createTable(TABLE, Object.keys(COLUMNS)),
		'Write the row': step.rows(
			'upsert',
			'Table',
			[['applicationId', 'eq', NUMBER]],
			step.columns(COLUMNS),
		),
		'Every Monday': step.step('scheduleTrigger', 1.2, {
			rule: { interval: [{ field: 'weeks', triggerAtDay: [1], triggerAtHour: 7 }] },
		}),
		'Same table': step.createTable("={{ $('Table').params.tableName }}", Object.keys(COLUMNS)),
		'Rows of the week': {
			...step.rows(
				'get',
				'Same table',
				[['receivedAt', 'gt', '={{ $now.minus({ days: 7 }).toUTC().toISO() }}']],
				{ returnAll: true },
			),
			alwaysOutputData: true,
		},
		'Count by job': step.step('summarize', 1.1, {
			fieldsToSummarize: { values: [{ field: 'applicationId' }] },
			fieldsToSplitBy: 'job',
			options: {},
		}),
		'As a table': step.step('html', 1.2, { operation: 'convertToHtmlTable', options: {} }),
		'Mail the counts': step.step('emailSend', 2.1, {
			fromEmail: '',
			toEmail: '',
			subject: 'Applications of the last seven days',
			html: '={{ $json.table }}',
			options: { appendAttribution: false },
		}),
	},
	fillIn: {
		Table: `Give no other data table a name that contains _${TABLE}_.`,
		'Every Monday': `n8n uses New York's time unless the workflow's settings say otherwise: **⋯ → Settings → Timezone**.`,
		'Mail the counts': `Select or create the **SMTP** credential, and enter _From Email_ and _To Email_.`,
	},
};
