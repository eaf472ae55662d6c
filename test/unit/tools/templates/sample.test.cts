import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';
import { composeSample, sampleApplication } from '../../../../tools/templates/sample.cts';
import { receive } from '../../../helpers/nodeContext.cts';

it.each([
	{},
	{ output: 'attachment', options: { fileNames: '{job} - {type}' } },
	{ onIssues: 'review' },
] as const)(
	'with %j, the sample consists of the items that the trigger outputs',
	async (parameters) => {
		const body = sampleApplication(parameters);
		const { outputs } = await receive({ body }, { parameters, mode: 'manual' });
		const real = outputs['onIssues' in parameters ? 1 : 0] ?? [];
		const code = `JSON.stringify((() => {${await composeSample(parameters)}})())`;
		const sample = runInNewContext(code, { $now: DateTime.now() }) as string;
		expect(real.length).toBeGreaterThan(0);
		expect(withoutChanges(sample)).toBe(withoutChanges(JSON.stringify(real)));
	},
);

/** Replaces the values that differ each time. */
const withoutChanges = (items: string) =>
	items
		.replace(/(?<="id":|"number":"| - )(?:4711|\d{13})(?=[",.])/g, 'ID')
		.replace(/(?<="receivedAt":")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
		.replace(/(?<="bodySha256":")[\da-f]{64}/g, 'HASH');
