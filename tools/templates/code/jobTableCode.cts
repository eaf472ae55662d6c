// The Code step that finds the value for an application's job, in route-by-job and the templates for an ATS.

interface Application {
	readonly json: { readonly summary: Readonly<Record<'job' | 'folder' | 'problems', string>> };
	readonly binary?: object;
}

interface Row {
	readonly name: string;
	readonly value: string;
}

/**
 * Returns the application with the first of these values that isn't empty: the one for applications with problems, if
 * there are any, the job's, or the one for all other jobs. `{job}` in a value stands for the reference.
 */
export function addByJob(
	{ json, binary }: Application,
	rows: readonly Row[],
	{ table, member }: { readonly table: string; readonly member: string },
) {
	const { job, folder, problems } = json.summary;
	const names = [problems && 'with problems', job, 'all other jobs'].filter(Boolean);
	const values = names.map((name) => rows.find((row) => row.name.trim() === name)?.value.trim());
	const value = values.find(Boolean)?.replaceAll('{job}', job && folder);
	if (!value) {
		throw new Error(
			`"${table}" has no value for the job "${job}". Enter it there or in "all other jobs", publish, and click "Retry execution".`,
		);
	}
	return [{ json: { ...json, [member]: value }, binary }];
}
