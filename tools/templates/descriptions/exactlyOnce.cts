import type { Description } from '../description.cts';
import { value, type SummaryMember } from '../expressions.cts';
import * as step from '../steps.cts';

const TABLE = 'Applications that are done';
/** Distinguishes `4711` from `"4711"`. */
const ID = "={{ JSON.stringify($('Application').item.json.id) }}";
const MEMBERS = ['firstName', 'lastName', 'email', 'phone', 'city', 'source'] as const;
const field = (name: string, member: SummaryMember) => ({ name, value: `=${value(member)}` });

export const description: Description = {
	name: 'CleverConnect: each application exactly once',
	about: `## Each application exactly once

The trigger recognizes most exact duplicates. This workflow also remembers the **numbers** of all applications that are done, in the _${TABLE}_ data table. An application whose number is in the table stops at _Is it new?_, even if the application has changed.

**No application is dropped.** Its number is written only after your step has succeeded. If your step fails, or n8n is killed, a retry runs your step again.

**An application can still be processed twice** in two cases: if n8n is killed after your step and before _It is done_, or if two copies arrive within the same second, for example, in queue mode. To be sure, let the other system reject a number that it knows.`,
	ownSteps:
		'Add your own steps between _Is it new?_ and _It is done_. If a later step failed, the application would still count as done.',
	canvas: `
		                      |             | Table
		CleverConnect Trigger | Application | Is it new? | Your next step | It is done`,
	wires: { Application: 'Table, Is it new?' },
	steps: {
		Table: step.createTable(TABLE, ['application', 'doneAt']),
		'Is it new?': step.step('dataTable', 1, {
			operation: 'rowNotExists',
			dataTableId: { __rl: true, mode: 'id', value: "={{ $('Table').first().json.id }}" },
			matchType: 'allConditions',
			filters: { conditions: [{ keyName: 'application', keyValue: ID }] },
		}),
		'Your next step': step.step('httpRequest', 4.2, {
			method: 'POST',
			url: '',
			sendBody: true,
			bodyParameters: {
				parameters: [
					field('applicationId', 'number'),
					field('jobId', 'job'),
					...MEMBERS.map((name) => field(name, name)),
				],
			},
			options: {},
		}),
		'It is done': step.rows(
			'upsert',
			'Table',
			[['application', 'eq', ID]],
			step.columns({
				application: ID,
				doneAt: "={{ $('Application').item.json.receipt.receivedAt }}",
			}),
		),
	},
	fillIn: {
		Table: `Give no other data table a name that contains _${TABLE}_. Nobody deletes old rows unless you do.`,
		'Your next step': `This step sends the candidate's details, but no files, to another system. In _URL_, enter the other system's URL, or replace this step with your own.`,
	},
};
