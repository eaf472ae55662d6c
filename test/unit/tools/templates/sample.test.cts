import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';
import type { INodeExecutionData } from 'n8n-workflow';
import { composeSample, sampleApplication } from '../../../../tools/templates/sample.cts';
import { receive } from '../../../helpers/nodeContext.cts';

/** Runs the JavaScript of the step as the Code node does. */
async function run(settings: Parameters<typeof composeSample>[0]): Promise<INodeExecutionData[]> {
	const code = `JSON.stringify((() => {${await composeSample(settings)}})())`;
	const json = runInNewContext(code, { $now: DateTime.now() }) as string;
	return JSON.parse(json) as INodeExecutionData[];
}

it.each([{}, { output: 'attachment' }, { onIssues: 'review' }] as const)(
	'with %j, the sample consists of the items that the trigger outputs',
	async (parameters) => {
		const body = sampleApplication(parameters);
		const { result } = await receive({ body }, { parameters, mode: 'manual' });
		const real = result.workflowData?.at('onIssues' in parameters ? 1 : 0) ?? [];
		const sample = await run(parameters);
		expect(real.length).toBeGreaterThan(0);
		expect(sample.map(withoutChanges)).toEqual(real.map(withoutChanges));
	},
);

/** Returns an item as text, with its fields in order but without the values that differ each time. */
function withoutChanges({ json, binary }: INodeExecutionData): [string[], object, string, unknown] {
	const { id: _id, receipt, ...rest } = json;
	const { sourceIp, ...others } = receipt as Record<string, string>;
	expect(others).toEqual({
		receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
		bodySha256: expect.stringMatching(/^[\da-f]{64}$/) as string,
	});
	return [Object.keys(json), rest, JSON.stringify([rest, sourceIp]), binary];
}

it('each run of the sample has a new application number', async () => {
	const [first] = await run({});
	await new Promise((resolve) => setTimeout(resolve, 2));
	expect((await run({}))[0]?.json.id).not.toBe(first?.json.id);
});
