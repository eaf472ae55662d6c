import { mapValues } from 'lodash';
import type { Step, Trigger } from './description.cts';
import { summary, value, type SummaryMember } from './expressions.cts';

export type Texts = Readonly<Record<string, string>>;

export function step(type: string, typeVersion: number, parameters: object): Step {
	return { type, typeVersion, parameters };
}

export const tolerant = { onError: 'continueRegularOutput' };

/** Saves the application number with the execution. Most later steps read the application from this step. */
export const application = step('executionData', 1, {
	dataToSave: { values: [{ key: 'applicationId', value: '={{ $json.summary.number }}' }] },
});

export const nothing = step('noOp', 1, {});

export const code = (jsCode: string): Step => step('code', 2, { jsCode });

/** Sets fields. If a value isn't a string, the field's name is followed by a type, as in `history: array`. */
export function set(fields: Texts, { keep = true } = {}): Step {
	const assignments = Object.entries(fields).map(([field, value]) => {
		const [name = '', type = 'string'] = field.split(': ');
		return { id: name, name, value, type };
	});
	return step('set', 3.4, { assignments: { assignments }, includeOtherFields: keep, options: {} });
}

const COMPARISONS = {
	'is equal to': { type: 'string', operation: 'equals' },
	'is not equal to': { type: 'string', operation: 'notEquals' },
	'does not contain': { type: 'string', operation: 'notContains' },
	'is empty': { type: 'string', operation: 'empty', singleValue: true },
	'is not empty': { type: 'string', operation: 'notEmpty', singleValue: true },
};

export type Condition = readonly [
	left: string,
	comparison: keyof typeof COMPARISONS,
	right?: string | number,
];

function conditions(rows: readonly Condition[], combinator: 'and' | 'or'): object {
	return {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: rows.map(([left, comparison, right = ''], index) => ({
			...{ id: `condition-${index + 1}`, leftValue: text(left) },
			rightValue: typeof right === 'string' ? text(right) : right,
			operator: COMPARISONS[comparison],
		})),
		combinator,
	};
}

/** Returns the value of a field, which is an expression if it contains `{{`. */
export const text = (content: string): string => content.replace(/^(?!=)(?=.*\{\{)/s, '=');

/** Continues with the first output if all conditions are met, or else with the second output. */
export const when = (...rows: readonly Condition[]): Step =>
	step('if', 2.2, { conditions: conditions(rows, 'and'), options: {} });

/** Continues with the first output if one of the conditions is met, or else with the second output. */
export const whenOne = (...rows: readonly Condition[]): Step =>
	step('if', 2.2, { conditions: conditions(rows, 'or'), options: {} });

/** Outputs only the items that meet all conditions. */
export const filter = (...rows: readonly Condition[]): Step =>
	step('filter', 2.2, { conditions: conditions(rows, 'and'), options: {} });

export const EACH_FILE: Trigger = {
	parameters: {
		output: 'attachment',
		options: { fileNames: '{job} - {lastName} {firstName} - {type}' },
	},
	note: 'The trigger outputs each file in an item of its own, as `file`. To give the files other names, change _File Names_.',
};

export const fail = (errorMessage: string): Step => step('stopAndError', 1, { errorMessage });

/** Brings back the application with its files, because many steps replace the item or drop the files. */
export const withItsFiles =
	code(`// The application as it arrived, with all its files, whatever the steps before have output.
return $('Application').all();
`);

export const onlyOnce = step('removeDuplicates', 2, {
	operation: 'removeItemsSeenInPreviousExecutions',
	// Distinguishes `4711` from `"4711"`.
	dedupeValue: "={{ JSON.stringify($('Application').item.json.id) }}",
	options: { historySize: 100_000 },
});

export const every = (triggerAtHour: number): Step => ({
	...step('scheduleTrigger', 1.2, { rule: { interval: [{ triggerAtHour }] } }),
	disabled: true,
});

/** Adds a file's contents as base64, for requests in JSON. */
export const asText = (binaryPropertyName: string, destinationKey: string): Step =>
	step('extractFromFile', 1.1, {
		...{ operation: 'binaryToPropery', binaryPropertyName: text(binaryPropertyName) },
		...{ destinationKey, options: { keepSource: 'both' } },
	});

/** Sends an email as plain text. The user enters the sender and, unless it is given, the recipient. */
export function mail({ to = '', subject = '', text: body = '', ...rest }: Texts): Step {
	return step('emailSend', 2.1, {
		fromEmail: '',
		toEmail: text(to),
		subject: text(subject),
		emailFormat: 'text',
		text: text(body),
		options: { appendAttribution: false, ...mapValues(rest, text) },
	});
}

/** The lines about an application in an email. The fields contain no code, so that people can change and extend them. */
export const DETAILS = `Job: ${value('job')}
Name: ${value('name')}
Email: ${value('email')}
Phone: ${value('phone')}
Address: ${value('address')}
Found through: ${value('source')}
Application number: ${value('number')}
CV: ${value('cv')}
All files: ${value('fileNames')}

Problems, if any:
${value('problems')}`;

export const mailToRecruiter = (to = ''): Step =>
	mail({
		to,
		subject: value('title'),
		text: DETAILS,
		fileAttachments: value('files'),
		replyTo: value('email'),
	});

/** The parameters of a request with a generic credential, which isn't for a particular service. */
export const generic = (genericAuthType: string): object => ({
	authentication: 'genericCredentialType',
	genericAuthType,
});

/** Repeats a failed request. Use it only if the request does no harm when the service has already processed it. */
export const repeated = (request: Step): Step => ({
	...request,
	...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 3000 },
});

const isTime = (column: string) => column.endsWith('At');

export function createTable(tableName: string, names: readonly string[]): Step {
	const column = names.map((name) => ({ name, type: isTime(name) ? 'date' : 'string' }));
	const table = { resource: 'table', operation: 'create', tableName, columns: { column } };
	return step('dataTable', 1, { ...table, options: { createIfNotExists: true } });
}

/**
 * Reads or changes rows of a data table. A condition consists of a column, a comparison, and usually a value. The table's
 * ID comes from the `creation` step or, if this is `null`, from the previous step. If n8n looked for the table's name, it
 * would also find tables whose names contain this name.
 */
export function rows(
	operation: 'insert' | 'get' | 'upsert' | 'deleteRows',
	creation: string | null,
	where: ReadonlyArray<readonly [column: string, condition: string, value?: string]>,
	parameters: object,
): Step {
	const conditions = where.map(([keyName, condition, keyValue]) => {
		return { keyName, condition, keyValue };
	});
	const filters = where.length > 0 && { matchType: 'allConditions', filters: { conditions } };
	const value = creation === null ? '={{ $json.id }}' : `={{ $('${creation}').first().json.id }}`;
	const dataTableId = { __rl: true, mode: 'id', value };
	return step('dataTable', 1, { operation, dataTableId, ...filters, ...parameters });
}

export function columns(value: Texts): object {
	const schema = Object.keys(value).map((id) => ({
		...{ id, displayName: id, type: isTime(id) ? 'dateTime' : 'string' },
		...{ required: false, defaultMatch: false, display: true, readOnly: false, removed: false },
	}));
	const columns = { mappingMode: 'defineBelow', value, matchingColumns: [], schema };
	return { columns, options: {} };
}

/** Returns a value for a cell. If a spreadsheet could mistake it for a formula, an apostrophe precedes it. */
export function cell(name: SummaryMember): string {
	return `={{ ${summary(name)}.replace(/^[=+@-]/, "'$&") }}`;
}

/** A value that the user selects from the service's list. */
export const selected = { __rl: true, mode: 'list', value: '' };
