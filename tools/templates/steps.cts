import type { Step } from './description.cts';
import {
	allFiles,
	APPLICATION,
	detail,
	lineOf,
	listIssues,
	numberOf,
	usableEmail,
	type Detail,
} from './expressions.cts';

// The steps that several templates use.

/** Saves the application number with the execution. Later steps read the application from this step. */
export const application: Step = {
	type: 'executionData',
	typeVersion: 1,
	parameters: {
		dataToSave: { values: [{ key: 'applicationId', value: `={{ ${numberOf('$json')} }}` }] },
	},
};

/** Adds the application's values as single lines, for subjects, greetings, and forms. */
export function details(...names: readonly Detail[]): Step {
	return set(Object.fromEntries(names.map((name) => [name, `={{ ${lineOf(name)} }}`])));
}

/** Sets fields. A value that isn't a string is given with its type. */
export function set(
	fields: Readonly<Record<string, string | readonly [type: string, value: string]>>,
	{ keep = true } = {},
): Step {
	const assignments = Object.entries(fields).map(([name, field]) => {
		const [type, value] = typeof field === 'string' ? ['string', field] : field;
		return { id: name, name, value, type };
	});
	const parameters = { assignments: { assignments }, includeOtherFields: keep, options: {} };
	return { type: 'set', typeVersion: 3.4, parameters };
}

export function setJson(jsonOutput: string): Step {
	return { type: 'set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput, options: {} } };
}

export const doNothing: Step = { type: 'noOp', typeVersion: 1, parameters: {} };

export function code(jsCode: string): Step {
	return { type: 'code', typeVersion: 2, parameters: { jsCode } };
}

function conditions(expression: string): object {
	return {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: 'condition',
				leftValue: `={{ ${expression} }}`,
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	};
}

/** Continues with the first output if an expression is true, otherwise with the second output. */
export function when(expression: string, ...next: NonNullable<Step['next']>): Step {
	const parameters = { conditions: conditions(expression), options: {} };
	return { type: 'if', typeVersion: 2.2, parameters, next };
}

/** Continues with the output of the first expression that is true, otherwise with the last output. */
export function choose(outputs: Readonly<Record<string, string>>, otherwise: string): Step {
	const values = Object.entries(outputs).map(([outputKey, expression]) => ({
		conditions: conditions(expression),
		renameOutput: true,
		outputKey,
	}));
	const options = { fallbackOutput: 'extra', renameFallbackOutput: otherwise };
	return { type: 'switch', typeVersion: 3.2, parameters: { rules: { values }, options } };
}

/**
 * Ends the sample at a step that says what to set up, as long as nobody has done so. Real applications
 * always continue, so that they can't get lost.
 */
export function setUp(
	condition: string,
	next: string | readonly string[],
	reminder: string,
): Record<string, Step> {
	return { 'Set up?': when(condition, next, reminder), [reminder]: { ...doNothing, next: [] } };
}

/** Combines the items of two inputs. */
export function combine(options: object = {}): Step {
	const parameters = { mode: 'combine', combineBy: 'combineByPosition', options };
	return { type: 'merge', typeVersion: 3, parameters };
}

/** Sends an e-mail. */
export function mail(
	fromEmail: string,
	toEmail: string,
	{ subject, text, ...options }: { subject: string; text: string; [option: string]: string },
): Step {
	const parameters = {
		fromEmail,
		toEmail,
		subject,
		emailFormat: 'text',
		text,
		options: { appendAttribution: false, ...options },
	};
	return { type: 'emailSend', typeVersion: 2.1, parameters };
}

/** Sends an application to a recruiter, with all its files. */
export function mailToRecruiter(from: string, to: string, subjectIfIssues = ''): Step {
	const given = (name: Detail, otherwise = 'not given') =>
		`{{ ${detail(name)} || '${otherwise}' }}`;
	return mail(from, to, {
		subject: `={{ ${detail('title')} }}${subjectIfIssues && `{{ ${APPLICATION}.issues.length > 0 ? '${subjectIfIssues}' : '' }}`}`,
		text: `=${given('name', 'A candidate')} has applied for the job ${given('job', '(no reference given)')}.

E-mail: ${given('email')}
Phone: ${given('phone')}
Address: ${given('address')}
Found through: ${given('source', 'CleverConnect')}

{{ ${APPLICATION}.issues.length > 0 ? 'Please check:\\n' + ${listIssues()} : 'The application is complete.' }}

Attached: {{ Object.keys($binary ?? {}).join(', ') || 'nothing' }}`,
		fileAttachments: `={{ ${allFiles()} }}`,
		replyTo: `={{ ${usableEmail()} }}`,
	});
}

/** Sends a form with files, by the names of their binary fields. */
export function sendForm({
	url,
	authentication,
	fields,
	files = {},
}: {
	readonly url: string;
	readonly authentication?: string;
	readonly fields: Readonly<Record<string, string>>;
	readonly files?: Readonly<Record<string, string>>;
}): Step {
	const parameters = [
		...Object.entries(fields).map(([name, value]) => ({ name, value: `={{ ${value} }}` })),
		...Object.entries(files).map(([name, inputDataFieldName]) => ({
			parameterType: 'formBinaryData',
			name,
			inputDataFieldName,
		})),
	];
	return {
		type: 'httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			...(authentication && {
				authentication: 'genericCredentialType',
				genericAuthType: authentication,
			}),
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: { parameters },
			options: {},
		},
		retryOnFail: true,
		maxTries: 3,
		waitBetweenTries: 3000,
	};
}

/** Passes each application number on once. */
export const onlyOnce: Step = {
	type: 'removeDuplicates',
	typeVersion: 2,
	parameters: {
		operation: 'removeItemsSeenInPreviousExecutions',
		dedupeValue: `={{ ${numberOf()} }}`,
		options: { historySize: 100_000 },
	},
};

// Data tables

/** Creates a data table unless it exists. */
export function createTable(tableName: string, columns: Readonly<Record<string, string>>): Step {
	return {
		type: 'dataTable',
		typeVersion: 1,
		parameters: {
			resource: 'table',
			operation: 'create',
			tableName,
			columns: { column: Object.entries(columns).map(([name, type]) => ({ name, type })) },
			options: { createIfNotExists: true },
		},
	};
}

/** Reads or changes rows of a data table. Each condition is a column, a comparison, and a value. */
export function rows(
	operation: 'insert' | 'get' | 'upsert' | 'deleteRows',
	table: string,
	{
		where,
		...parameters
	}: { readonly where?: readonly object[]; readonly [name: string]: unknown },
): Step {
	return {
		type: 'dataTable',
		typeVersion: 1,
		parameters: {
			operation,
			dataTableId: { __rl: true, mode: 'name', value: table },
			...(where && { matchType: 'allConditions', filters: { conditions: where } }),
			...parameters,
		},
	};
}

/** The values of the columns of a row. */
export function columns(value: Readonly<Record<string, string>>, dates: readonly string[]): object {
	const schema = Object.keys(value).map((id) => ({
		id,
		displayName: id,
		required: false,
		defaultMatch: false,
		display: true,
		type: dates.includes(id) ? 'dateTime' : 'string',
		readOnly: false,
		removed: false,
	}));
	return { mappingMode: 'defineBelow', value, matchingColumns: [], schema };
}

// Forms

/** Shows the last page of a form. */
export function showPage(completionTitle: string, completionMessage: string): Step {
	return {
		type: 'form',
		typeVersion: 1,
		parameters: { operation: 'completion', completionTitle, completionMessage, options: {} },
		next: [],
	};
}

/** Starts the workflow with a form. */
export function startForm(parameters: object, buttonLabel: string): Step {
	return {
		type: 'formTrigger',
		typeVersion: 2.2,
		parameters: { ...parameters, options: { appendAttribution: false, buttonLabel } },
	};
}
