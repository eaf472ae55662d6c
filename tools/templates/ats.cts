import { mapValues } from 'lodash';
import type { Description, Step } from './description.cts';
import { summary, value, type SummaryMember } from './expressions.cts';
import * as step from './steps.cts';

// Each template for a particular ATS finds out which ID the job has in the ATS, fails if it has none, and sends the
// application.

export const SEND = 'Send the application';
const KNOWN = 'Is the job known?';
const UNKNOWN = 'Unknown job';

/** What differs from ATS to ATS. The steps in `steps` come after the check, and `about` has no heading. */
interface Ats extends Pick<Description, 'about' | 'wires' | 'steps' | 'fillIn'> {
	readonly vendor: string;
	readonly lookUp: LookUp;
	/** The last rows of the canvas, starting with the step beside `Application`. */
	readonly canvas?: readonly string[];
	/** The steps to the right of the last row of the look-up. */
	readonly above?: string;
}

/** How a template finds the job's ID in the ATS. */
interface LookUp extends Pick<Description, 'wires' | 'steps' | 'fillIn'> {
	/** The two rows of the canvas above `Application`, from top to bottom. Each begins in the column of `Application`. */
	readonly canvas: readonly [string, string];
	/** The expression for the ID. */
	readonly id: string;
	readonly check: readonly step.Condition[];
	/** The end of the error message if there is no ID. The beginning is `The job …`. */
	readonly problem: string;
}

export function describeAts(ats: Ats): Description {
	const { vendor, about, lookUp, above = '' } = ats;
	const { canvas = [`${KNOWN} | ${SEND}`, `| ${UNKNOWN}`] } = ats;
	const [beside = '', ...below] = canvas;
	const [, next = ''] = beside.split(' | ');
	return {
		name: `CleverConnect: applications to ${vendor}`,
		about: `## Applications to ${vendor}\n\n${about}`,
		canvas: [
			`| ${lookUp.canvas[0]}`,
			`| ${lookUp.canvas[1]} | ${above}`,
			`CleverConnect Trigger | Application | ${beside}`,
			...below.map((row) => `| | ${row}`),
		].join('\n'),
		wires: { ...lookUp.wires, [KNOWN]: `${next} | ${UNKNOWN}`, ...ats.wires },
		steps: {
			...lookUp.steps,
			[KNOWN]: step.when(...lookUp.check),
			[UNKNOWN]: step.fail(`=The job ${value('job', '(none)')} ${lookUp.problem}`),
			...ats.steps,
		},
		fillIn: { ...lookUp.fillIn, ...ats.fillIn },
	};
}

/** What the summary's `folder` contains if the application has no job. */
const NO_JOB = 'No job';

/** The expression for the job's ID in the ATS, from a data table. */
export const idIn = (vendor: string): string => `$('Job in ${vendor}').first().json.id`;

/** Looks up the ID in a data table. `what` says what to enter there for a job. */
export function lookUpInTable(vendor: string, what: string): LookUp {
	const table = `Jobs in ${vendor}`;
	const job = `Job in ${vendor}`;
	return {
		canvas: ['Create the table | Row for other jobs', `${step.JOBS} | Row of the job | ${job}`],
		wires: { ...step.TABLE_FOR_JOBS_WIRES, Application: `${step.JOBS}, ${KNOWN}` },
		steps: {
			...step.tableForJobs(table, 'atsJob'),
			'Row of the job': step.rowOfJob,
			[job]: step.set(
				{
					id: `={{ $json.atsJob.replace('{job}', $('Application').first().json.summary.folder) }}`,
				},
				{ keep: false },
			),
		},
		id: idIn(vendor),
		check: [
			[`{{ ${idIn(vendor)} }}`, 'is not empty'],
			[`{{ ${idIn(vendor)} }}`, 'is not equal to', NO_JOB],
		],
		problem: `has no ID in the data table "${table}". Enter atsJob in the job's row or, if there is none, in the row for other jobs. Then have the application sent again, because a retry doesn't read the table again.`,
		fillIn: {
			'Row of the job': `Hover over _Row for other jobs_ and click **▶** to create the _${table}_ data table. Open it in n8n's overview, under **Data tables**, and add a row for each job:

- \`job\`: the reference, exactly as CleverConnect sends it in \`jobId\`
- \`atsJob\`: ${what}

The first row, without a job, is for all other jobs. If \`jobId\` is already what ${vendor} expects, enter \`{job}\` in this row.

${step.otherTables(table)}`,
		},
	};
}

/** Looks up the ID in the list of jobs that the ATS publishes. */
export function lookUpInList(
	vendor: string,
	list: { readonly name: string; readonly get: Step; readonly fillIn: string },
	[members, reference, id]: readonly [members: string, reference: string, id: string],
): LookUp {
	const job = `Job in ${vendor}`;
	const wanted = value('job', NO_JOB);
	const matching = step.filter(
		[`{{ $json.${reference} }}`, 'is equal to', wanted],
		[`{{ $json.${id} }}`, 'is equal to', wanted],
	);
	return {
		canvas: [`| ${list.name} | One by one | ${job}`, '|'],
		wires: { Application: `${list.name}, ${KNOWN}` },
		steps: {
			[list.name]: list.get,
			'One by one': step.maybeNone(
				step.step('splitOut', 1, { fieldToSplitOut: members, options: {} }),
			),
			[job]: step.maybeNone(matching),
		},
		id: `$('${job}').first().json.${id}`,
		check: [[`{{ $('${job}').first().json.${id} }}`, 'is not empty']],
		problem: `isn't published in ${vendor}. Publish it there, and have the application sent again, because a retry doesn't look the job up again.`,
		fillIn: { [list.name]: list.fillIn },
	};
}

// Requests

interface Request {
	/** Not set if the user enters the URL. */
	readonly url?: string;
	/** The type of the credential. */
	readonly authentication: string;
	readonly fields?: step.Texts;
}

/** Sends a form. `files` names each file's binary field, by the name of the form's field. */
export function sendForm(request: Request, files: step.Texts): Step {
	const binary = Object.entries(files).map(([name, field]) => ({
		...{ parameterType: 'formBinaryData', name },
		inputDataFieldName: step.text(field),
	}));
	// If a binary field's name is empty, this version of the node omits the form's field, whereas later versions fail.
	return { ...send(request, { contentType: 'multipart-form-data' }, binary), typeVersion: 4.1 };
}

/** Returns an expression for a binary field's name, or for an empty string if the application doesn't have that file. */
export const ifThere = (field: string): string =>
	`{{ ${summary('files')}.includes('${field}') ? '${field}' : '' }}`;

/** Sends JSON. A dot in a name separates an object from its member. A value that is undefined is left out. */
export const sendJson = (request: Request): Step =>
	send(request, { contentType: 'json', specifyBody: 'keypair' });

function send(
	{ url = '', authentication, fields = {} }: Request,
	body: object,
	files: readonly object[] = [],
): Step {
	const values = Object.entries(fields).map(([name, text]) => ({ name, value: step.text(text) }));
	return step.step('httpRequest', 4.2, {
		method: 'POST',
		url: step.text(url),
		...step.generic(authentication),
		sendBody: true,
		...body,
		bodyParameters: { parameters: [...values, ...files] },
		options: {},
	});
}

/** Members of the summary, by the names of the ATS's fields. */
export const candidate = (names: Readonly<Record<string, SummaryMember>>): step.Texts =>
	mapValues(names, (member) => value(member));

// Files in JSON

/** The steps that add the CV as base64, for a request in JSON. */
export const CV_AS_TEXT = {
	canvas: [`${KNOWN} | Has a CV? | | ${SEND}`, `| ${UNKNOWN}`],
	wires: { 'Has a CV?': `CV as text | ${SEND}`, 'CV as text': SEND },
	steps: {
		'Has a CV?': step.when([value('files'), 'contains', 'resume']),
		'CV as text': step.asText('resume', 'cv'),
	},
};

/** The steps that turn each file into an item. */
export const EACH_FILE_STEPS = {
	'Has a file?': step.hasFile,
	'Each file': step.maybeNone(
		step.step('splitOut', 1, { fieldToSplitOut: '$binary', options: {} }),
	),
};

/** The binary field of an item from `Each file`. Without a file, it is `file`, so that the next step fails. */
export const FILE_FIELD = "{{ Object.keys($binary)[0] ?? 'file' }}";
