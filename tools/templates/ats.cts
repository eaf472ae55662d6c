import { mapValues } from 'lodash';
import type { Description, Step } from './description.cts';
import { summary, value, type SummaryMember } from './expressions.cts';
import { byJob, tableOf } from './jobs.cts';
import * as step from './steps.cts';

// Each template for a particular ATS finds the job's ID in the ATS in a table, fails if it has none, and sends the
// application.

export const SEND = 'Send the application';
const TABLE = 'Jobs';

/** The step that finds the job's ID in the ATS. */
export const jobIn = (vendor: string): string => `Job in ${vendor}`;

/** The expression for the job's ID in the ATS. */
export const idIn = (vendor: string): string => `$('${jobIn(vendor)}').item.json.atsJob`;

/** What differs from ATS to ATS. The steps in `steps` come after the look-up, and `about` has no heading. */
interface Ats extends Pick<Description, 'about' | 'wires' | 'steps' | 'fillIn'> {
	readonly vendor: string;
	/** What to enter for a job. */
	readonly id: string;
	/** The steps to the right of the look-up, and those above them. */
	readonly line?: string;
	readonly above?: string;
}

export function describeAts(ats: Ats): Description {
	const { vendor, line = SEND, above } = ats;
	const job = jobIn(vendor);
	const upper = above === undefined ? [] : [`| | | | ${above}`];
	return {
		name: `CleverConnect: applications to ${vendor}`,
		about: `## Applications to ${vendor}

${ats.about}

**Nobody has tried this template with a real account.** It follows ${vendor}'s documentation as of November 28, 2026. The workflow doesn't give consent on behalf of a candidate.`,
		canvas: [...upper, `CleverConnect Trigger | Application | ${TABLE} | ${job} | ${line}`].join(
			'\n',
		),
		...(ats.wires && { wires: ats.wires }),
		steps: {
			[TABLE]: tableOf(['0042-BAKER', 'all other jobs']),
			[job]: byJob(TABLE, 'atsJob'),
			...ats.steps,
		},
		fillIn: {
			[TABLE]: `- For each job, add a field. Its name is the reference exactly as CleverConnect sends it in \`jobId\`. Its value is ${ats.id}.
- \`all other jobs\`: enter the ID for the rest or, if \`jobId\` already is what ${vendor} expects, \`{job}\`. If it is empty, other applications end as errors.

After each change, **publish** the workflow.`,
			...ats.fillIn,
		},
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
		parameterType: 'formBinaryData',
		name,
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
	above: '| CV as text',
	line: `Has a CV? | | ${SEND}`,
	wires: { 'Has a CV?': `CV as text | ${SEND}`, 'CV as text': SEND },
	steps: {
		'Has a CV?': step.when([value('cv'), 'is not empty']),
		'CV as text': step.asText('resume', 'cv'),
	},
};

/** The step that turns each file into an item. Its binary field keeps its name. */
export const EACH_FILE = step.step('splitOut', 1, { fieldToSplitOut: '$binary', options: {} });

/** The binary field of an item from `EACH_FILE`. */
export const FILE_FIELD = '{{ Object.keys($binary)[0] }}';
