import { TRIGGER_STEP, type Description } from '../description.cts';
import { APPLICATION, lineOf, numberOf, usableEmail } from '../expressions.cts';
import {
	application,
	columns,
	combine,
	createTable,
	doNothing,
	rows,
	set,
	when,
} from '../steps.cts';

const TABLE = 'Applications by candidate';
const EMAIL = `={{ ${usableEmail()}.toLowerCase() }}`;
const NUMBER = `={{ ${numberOf()} }}`;

export const description: Description = {
	name: 'CleverConnect: candidates who have applied before',
	about: `## Candidates who have applied before

This workflow adds a candidate's earlier applications (same e-mail address) as \`earlierApplications\`, newest first. To see a list, run the sample twice.

The data table _${TABLE}_ **contains personal data**, so the workflow deletes old entries. See [Personal data](https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs/gdpr.md).`,
	trigger: { note: 'Activate _Every night_ too.' },
	canvas: [
		['', 'Every night', 'Create the table', 'Delete old entries'],
		[TRIGGER_STEP, 'Application', 'Earlier applications', 'History'],
		['', '', '', 'Has an address?', 'Remember it'],
		['', '', 'Application with history', 'Your next step'],
	],
	steps: {
		Application: {
			...application,
			next: [['Create the table', 'Earlier applications', 'Application with history']],
		},
		'Every night': {
			type: 'scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ triggerAtHour: 3 }] } },
			disabled: true,
		},
		'Create the table': createTable(TABLE, {
			email: 'string',
			applicationId: 'string',
			jobId: 'string',
			receivedAt: 'date',
		}),
		'Delete old entries': {
			...rows('deleteRows', TABLE, {
				where: [
					{
						keyName: 'receivedAt',
						condition: 'lt',
						keyValue: '={{ $now.minus({ months: 6 }).toUTC().toISO() }}',
					},
				],
				options: {},
			}),
			next: [],
		},
		'Earlier applications': {
			...rows('get', TABLE, {
				where: [
					{ keyName: 'email', keyValue: EMAIL },
					{ keyName: 'email', condition: 'isNotEmpty' },
					{ keyName: 'applicationId', condition: 'neq', keyValue: NUMBER },
				],
				returnAll: true,
				orderBy: true,
				orderByColumn: 'receivedAt',
			}),
			typeVersion: 1.1,
			alwaysOutputData: true,
		},
		History: {
			...set(
				{
					earlierApplications: [
						'array',
						'={{ $input.all().filter((row) => row.json.applicationId).map((row) => ({ applicationId: row.json.applicationId, jobId: row.json.jobId, receivedAt: row.json.receivedAt })) }}',
					],
				},
				{ keep: false },
			),
			executeOnce: true,
			next: ['Application with history #2'],
		},
		'Application with history': {
			...combine({
				clashHandling: { values: { resolveClash: 'preferInput2', mergeMode: 'shallowMerge' } },
			}),
			next: [['Has an address?', 'Your next step']],
		},
		'Has an address?': when(`${usableEmail()} !== ''`, 'Remember it'),
		'Remember it': {
			...rows('upsert', TABLE, {
				where: [{ keyName: 'applicationId', keyValue: NUMBER }],
				columns: columns(
					{
						email: EMAIL,
						applicationId: NUMBER,
						jobId: `={{ ${lineOf('job')} }}`,
						receivedAt: `={{ ${APPLICATION}.receipt.receivedAt }}`,
					},
					['receivedAt'],
				),
				options: {},
			}),
			next: [],
		},
		'Your next step': doNothing,
	},
	fillIn: {
		'Delete old entries': `This step deletes entries that are older than 6 months. In _Value_, change \`months: 6\` to the time for which you may keep applications.`,
		'Your next step': `Replace this step with your own steps.`,
	},
};
