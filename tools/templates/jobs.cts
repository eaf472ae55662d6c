import { bundle } from './bundle.cts';
import type { Step } from './description.cts';
import { code, set } from './steps.cts';

/** A step in which the user enters a value for each job. Each field's name is the reference of a job. */
export function tableOf(names: readonly string[]): Step {
	const { parameters, ...rest } = set(Object.fromEntries(names.map((name) => [name, ''])), {
		keep: false,
	});
	// Without this option, a dot in a reference would make the field a member of another one.
	return { ...rest, parameters: { ...parameters, options: { dotNotation: false } } };
}

/**
 * A step that adds the job's value from a table, and brings back the application's files. It reads the table's
 * parameters rather than its output, so that a retry of a failed execution finds what has been entered since.
 */
export const byJob = (table: string, member: string): Step =>
	code(
		bundle(
			'jobTableCode.cts',
			`const { assignments } = $('${table}').params.assignments;
return addByJob($('Application').first(), assignments, { table: '${table}', member: '${member}' });
`,
		),
	);
