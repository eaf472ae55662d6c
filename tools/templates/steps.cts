import type { Step } from './description.cts';
import * as expression from './expressions.cts';

const { APPLICATION, detail, lineOf, numberOf } = expression;

type Texts = Readonly<Record<string, string>>;

/** Returns any step. The functions below return the steps that several templates use. */
export function step(type: string, typeVersion: number, parameters: object): Step {
	return { type, typeVersion, parameters };
}

/** The setting of a step that outputs its error. */
export const tolerant = { onError: 'continueRegularOutput' };

/** Saves the application number with the execution. Later steps read the application from this step. */
export const application = step('executionData', 1, {
	dataToSave: { values: [{ key: 'applicationId', value: `={{ ${numberOf('$json')} }}` }] },
});

export const nothing = step('noOp', 1, {});

export const code = (jsCode: string): Step => step('code', 2, { jsCode });

export const json = (jsonOutput: string): Step =>
	step('set', 3.4, { mode: 'raw', jsonOutput, options: {} });

/** Sets fields. The type of a value other than a string is given after the name of the field. */
export function set(fields: Texts, { keep = true } = {}): Step {
	const assignments = Object.entries(fields).map(([field, value]) => {
		const [name = '', type = 'string'] = field.split(': ');
		return { id: name, name, value, type };
	});
	return step('set', 3.4, { assignments: { assignments }, includeOtherFields: keep, options: {} });
}

/** The application's values as single lines, for subjects, greetings, and forms. */
export const lines = (...names: readonly expression.Detail[]): Texts =>
	Object.fromEntries(names.map((name) => [name, `={{ ${lineOf(name)} }}`]));

/** Adds the application's values as single lines. */
export const details = (...names: readonly expression.Detail[]): Step => set(lines(...names));

function conditions(leftValue: string): object {
	const operator = { type: 'boolean', operation: 'true', singleValue: true };
	return {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [{ id: 'condition', leftValue: `={{ ${leftValue} }}`, rightValue: '', operator }],
		combinator: 'and',
	};
}

/** Continues with the first output if an expression is true, otherwise with the second output. */
export const when = (condition: string): Step =>
	step('if', 2.2, { conditions: conditions(condition), options: {} });

/** Continues with the output of the first expression that is true, otherwise with the last output. */
export function choose(outputs: Texts, otherwise: string): Step {
	const values = Object.entries(outputs).map(([outputKey, condition]) => ({
		conditions: conditions(condition),
		renameOutput: true,
		outputKey,
	}));
	const options = { fallbackOutput: 'extra', renameFallbackOutput: otherwise };
	return step('switch', 3.2, { rules: { values }, options });
}

/** Combines the items of two inputs. */
export const combine = step('merge', 3, {
	mode: 'combine',
	combineBy: 'combineByPosition',
	options: {},
});

/** Passes each application number on once. */
export const onlyOnce = step('removeDuplicates', 2, {
	operation: 'removeItemsSeenInPreviousExecutions',
	dedupeValue: `={{ ${numberOf()} }}`,
	options: { historySize: 100_000 },
});

export const every = (triggerAtHour: number): Step => ({
	...step('scheduleTrigger', 1.2, { rule: { interval: [{ triggerAtHour }] } }),
	disabled: true,
});

const post = (url: string, parameters: object, options: object = {}): Step =>
	step('httpRequest', 4.2, { method: 'POST', url, ...parameters, options });

// Files

const ITEMS = `// One item for each file of the application
const { json, binary } = $('Application').first();
const files = (json.attachments ?? []).filter((attachment) => attachment?.binaryField);
const items = files.map(({ type, binaryField: field }) => {
  const { fileName, mimeType } = binary[field];
  return { json: { type, field, fileName, mimeType }, binary: { file: binary[field] } };
});
`;

/** Outputs one item for each file, with the file as `file`. The end of the JavaScript returns these `items`. */
export const oneItemPerFile = (end = 'return items;\n'): Step => code(`${ITEMS}${end}`);

/** Outputs one item for each file, or an item with an empty file if there is none. */
export const oneItemPerFileOrNone =
	oneItemPerFile(`// Without an item, n8n wouldn't run the next steps.
const none = { json: {}, binary: { file: { data: '', mimeType: 'text/plain' } } };
return items.length > 0 ? items : [none];
`);

/** Adds the contents of the files as base64, for requests in JSON. */
export const fileAsText = step('extractFromFile', 1.1, {
	operation: 'binaryToPropery',
	binaryPropertyName: 'file',
	destinationKey: 'content',
	options: { keepSource: 'json' },
});

// Messages

type Mail = Texts & { readonly from: string; readonly to: string };

export function mail({ from, to, subject, text, ...rest }: Mail): Step {
	const options = { appendAttribution: false, ...rest };
	const addresses = { fromEmail: from, toEmail: to };
	return step('emailSend', 2.1, { ...addresses, subject, emailFormat: 'text', text, options });
}

/** The subject of an application, with a hint if it has issues. */
export const subjectFor = (hint: string): string =>
	`={{ ${detail('title')} }}${hint && `{{ ${APPLICATION}.issues.length > 0 ? '${hint}' : '' }}`}`;

const given = (name: expression.Detail, otherwise = 'not given') =>
	`{{ ${detail(name)} || '${otherwise}' }}`;

/** The text of an application for a recruiter, which ends with a list of the files. */
export const textFor = (files: string): string =>
	`=${given('name', 'A candidate')} has applied for the job ${given('job', '(no reference given)')}.

Email: ${given('email')}
Phone: ${given('phone')}
Address: ${given('address')}
Found through: ${given('source', 'CleverConnect')}

{{ ${APPLICATION}.issues.length > 0 ? 'Please check:\\n' + ${expression.listIssues()} : 'The application is complete.' }}

Attached: {{ ${files} || 'nothing' }}`;

/** Sends an application to a recruiter, with all its files. */
export function mailToRecruiter(from: string, to: string, hint = ''): Step {
	return mail({
		from,
		to,
		subject: subjectFor(hint),
		text: textFor("Object.keys($binary ?? {}).join(', ')"),
		fileAttachments: `={{ ${expression.allFiles()} }}`,
		replyTo: `={{ ${expression.usableEmail()} }}`,
	});
}

/** Composes an announcement for a chat. Characters that begin a link, a mention, or HTML there are replaced. */
export const announcement = set({
	text: `=New application: {{ ${shown('name')} || 'a candidate' }} for the job {{ ${shown('job')} || '(no reference given)' }}`,
	link: "={{ $execution.resumeUrl.split('/webhook-waiting')[0] }}/workflow/{{ $workflow.id }}/executions/{{ $execution.id }}",
});

function shown(name: expression.Detail): string {
	return `${lineOf(name)}.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')`;
}

/** Sends a form with files, by the names of their binary fields. It isn't repeated, because the service might have processed it. */
export function sendForm(
	url: string,
	authentication: string,
	fields: Texts,
	files: Texts = {},
	headers: Texts = {},
): Step {
	const parameters = [
		...Object.entries(fields).map(([name, value]) => ({ name, value: `={{ ${value} }}` })),
		...Object.entries(files).map(([name, inputDataFieldName]) => ({
			parameterType: 'formBinaryData',
			name,
			inputDataFieldName,
		})),
	];
	const body = {
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: { parameters },
	};
	return post(url, { ...generic(authentication), ...withHeaders(headers), ...body });
}

/** Sends an object as JSON, once for all items. It isn't repeated either. */
export function sendObject(
	url: string,
	authentication: string,
	members: expression.Members,
	headers: Texts = {},
): Step {
	const jsonBody = `={{ JSON.stringify(${expression.objectOf(members)}) }}`;
	const body = { sendBody: true, contentType: 'json', specifyBody: 'json', jsonBody };
	const parameters = { ...generic(authentication), ...withHeaders(headers), ...body };
	return { ...post(url, parameters), executeOnce: true };
}

const generic = (authentication: string) =>
	authentication && {
		authentication: 'genericCredentialType',
		genericAuthType: authentication,
	};

const withHeaders = (headers: Texts) =>
	Object.keys(headers).length > 0 && {
		sendHeaders: true,
		headerParameters: {
			parameters: Object.entries(headers).map(([name, value]) => ({
				name,
				value: `={{ ${value} }}`,
			})),
		},
	};

/** Repeats a request that does no harm if the service has already processed it. */
export const repeated = (request: Step): Step => ({
	...request,
	...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 3000 },
});

/** Reads JSON. */
export const get = (url: string, authentication = ''): Step =>
	repeated(step('httpRequest', 4.2, { url, ...generic(authentication), options: {} }));

/** Reads all pages of a list, up to the page for which an expression is true. The parameter selects the next page. */
export const getPages = (url: string, parameter: object, isLast: string): Step =>
	paginated(get(url), { type: 'qs', ...parameter }, `$response.statusCode === 200 && ${isLast}`);

/**
 * Makes a request fail if the service has refused it with status 200. n8n reads the answer before the step ends only to
 * find out whether there are more pages, and **Retry execution** repeats only the step that failed.
 */
export const failUnless = (isAccepted: string, request: Step): Step =>
	paginated(
		request,
		{ type: 'headers', name: 'Accept', value: 'application/json' },
		`(${isAccepted}) || ($response.statusCode === 200 && (0).toDateTime('REFUSED: ' + JSON.stringify($response.body)))`,
	);

function paginated(request: Step, parameter: object, isComplete: string): Step {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [parameter] },
		paginationCompleteWhen: 'other',
		completeExpression: `={{ ${isComplete} }}`,
	};
	const parameters = { ...request.parameters, options: { pagination: { pagination } } };
	return { ...request, parameters };
}

/** Sends JSON, and outputs any answer. */
export function sendJson(
	url: string,
	jsonBody: string,
	parameters: object,
	options: object = {},
): Step {
	const response = { fullResponse: true, neverError: true, responseFormat: 'text' };
	const body = { sendBody: true, contentType: 'json', specifyBody: 'json', jsonBody };
	const all = { response: { response }, ...options };
	return { ...post(url, { ...body, ...parameters }, all), ...tolerant };
}

/** The parameters with which a request has the trigger's credential. */
export const withCredential = {
	authentication: 'predefinedCredentialType',
	nodeCredentialType: 'cleverConnectWebhookApi',
};

// Data tables

const isTime = (column: string) => column.endsWith('At');

/** Creates a data table unless it exists. */
export function createTable(tableName: string, names: readonly string[]): Step {
	const column = names.map((name) => ({ name, type: isTime(name) ? 'date' : 'string' }));
	const table = { resource: 'table', operation: 'create', tableName, columns: { column } };
	return step('dataTable', 1, { ...table, options: { createIfNotExists: true } });
}

/** Reads or changes rows of a data table. A condition is a column, a comparison, and a value. */
export function rows(
	operation: 'insert' | 'get' | 'upsert' | 'deleteRows',
	table: string,
	where: ReadonlyArray<readonly [column: string, condition: string, value?: string]>,
	parameters: object,
): Step {
	const conditions = where.map(([keyName, condition, keyValue]) => {
		return { keyName, condition, keyValue };
	});
	const filters = where.length > 0 && { matchType: 'allConditions', filters: { conditions } };
	const dataTableId = { __rl: true, mode: 'name', value: table };
	return step('dataTable', 1, { operation, dataTableId, ...filters, ...parameters });
}

/** The values of the columns of a row. */
export function columns(value: Texts): object {
	const schema = Object.keys(value).map((id) => ({
		...{ id, displayName: id, type: isTime(id) ? 'dateTime' : 'string' },
		...{ required: false, defaultMatch: false, display: true, readOnly: false, removed: false },
	}));
	const columns = { mappingMode: 'defineBelow', value, matchingColumns: [], schema };
	return { columns, options: {} };
}

/** The row of an application in the log of a storage, without characters with which a formula begins. */
export const row: Step = {
	...set(
		{
			receivedAt: `={{ ${expression.APPLICATION}.receipt.receivedAt }}`,
			applicationId: `={{ ${numberOf()} }}`,
			jobId: cell('job'),
			candidate: cell('name'),
			email: cell('email'),
			source: cell('source'),
		},
		{ keep: false },
	),
	executeOnce: true,
};

function cell(name: expression.Detail): string {
	return `={{ ${expression.cellOf(lineOf(name))} }}`;
}

/** A value that the user selects from a list of the service. */
export const selected = (value: string): object => ({
	...{ __rl: true, mode: 'list', value, cachedResultName: 'Select' },
});

// Forms

/** Starts the workflow with a form. */
export const form = (parameters: object, buttonLabel: string): Step =>
	step('formTrigger', 2.2, { ...parameters, options: { appendAttribution: false, buttonLabel } });

/** Shows the last page of a form. */
export const page = (parameters: object): Step =>
	step('form', 1, { operation: 'completion', ...parameters });
