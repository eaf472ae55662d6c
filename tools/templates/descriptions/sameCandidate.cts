import type { Description } from '../description.cts';
import { summary } from '../expressions.cts';
import * as step from '../steps.cts';

const TABLE = 'Applications by candidate';
const CREATION = 'Create the table';
const EMAIL = `={{ ${summary('email')}.toLowerCase().replace(/^[=+@-]/, "'$&") }}`;
const NUMBER = `={{ ${summary('number')} }}`;
const AGE = '={{ $now.minus({ months: 6 }).toUTC().toISO() }}';
const EARLIER = [
	['email', 'eq', EMAIL],
	['email', 'isNotEmpty'],
	['applicationId', 'neq', NUMBER],
] as const;
const COLUMNS = {
	email: EMAIL,
	applicationId: NUMBER,
	jobId: step.cell('job'),
	receivedAt: "={{ $('Application').item.json.receipt.receivedAt }}",
};

export const description: Description = {
	name: 'CleverConnect: candidates who have applied before',
	about: `## Candidates who have applied before

This workflow adds a candidate's earlier applications (with the same email address) as \`earlierApplications\`.

The _${TABLE}_ data table **contains [personal data](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/people-and-data.md)**, so old entries are deleted.`,
	trigger: { note: 'Also activate the _Every night_ step.' },
	canvas: `
		                      | Every night | Create the table         | Delete old entries
		                      |             | Earlier applications
		CleverConnect Trigger | Application | Has an address?          | Remember it
		                      |             | Application with history | Your next step`,
	wires: {
		Application:
			'Create the table, Earlier applications, Has an address?, Application with history',
	},
	steps: {
		'Every night': step.every(3),
		[CREATION]: step.createTable(TABLE, Object.keys(COLUMNS)),
		'Delete old entries': step.rows('deleteRows', CREATION, [['receivedAt', 'lt', AGE]], {
			options: {},
		}),
		'Earlier applications': {
			...step.rows('get', CREATION, EARLIER, {
				returnAll: true,
				orderBy: true,
				orderByColumn: 'receivedAt',
			}),
			typeVersion: 1.1,
		},
		'Has an address?': step.when(['{{ $json.summary.email }}', 'is not empty']),
		'Remember it': step.rows(
			'upsert',
			CREATION,
			[['applicationId', 'eq', NUMBER]],
			step.columns(COLUMNS),
		),
		'Application with history': step.set({
			'earlierApplications: array':
				"={{ $('Earlier applications').all().map((earlier) => earlier.json) }}",
		}),
		'Your next step': step.nothing,
	},
	fillIn: {
		'Delete old entries': `This step deletes entries that are older than 6 months. In _Value_, change \`months: 6\` to the time for which you may store applications.`,
		'Your next step': `Replace this step with your own steps.`,
	},
};
