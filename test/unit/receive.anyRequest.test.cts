import Ajv from 'ajv';
import fc from 'fast-check';
import schema from '../../nodes/CleverConnect/application/application.schema.json';
import { REFUSALS } from '../../nodes/CleverConnect/responses/refusals';
import type { Issue } from '../../nodes/CleverConnect/common/issue';
import { anyApplication, anything } from '../helpers/anyApplication.cts';
import { receive } from '../helpers/nodeContext.cts';

jest.setTimeout(60_000);

type Json = Record<string, unknown>;

const isItem = new Ajv().compile(schema.definitions.item);

/** Receives a body, and expects a refusal in the documented form or one item that matches the schema. */
async function receiveAny(sent: unknown): Promise<void> {
	const body = JSON.parse(JSON.stringify(sent)) as unknown;
	const { result, response } = await receive({ body });
	if (!result.workflowData) {
		const { status = 0, body: refusal = {} } = response;
		expect(Object.values(REFUSALS).map(({ status }) => status)).toContain(status);
		expect(refusal).toMatchObject({ type: 'about:blank', status });
		expect(JSON.stringify(refusal).length).toBeLessThan(20_000);
		return;
	}
	const [json = {}, ...others] = result.workflowData.flat().map((item) => item.json as Json);
	expect(others).toEqual([]);
	// The trigger leaves attachments that aren't objects unchanged, so they don't match the schema.
	const entries = (json.attachments ?? []) as unknown[];
	const attachments = entries.filter((entry) => Object(entry) === entry && !Array.isArray(entry));
	expect(isItem({ ...json, attachments }) ? [] : isItem.errors).toEqual([]);
	const { issues: answered = [] } = result.webhookResponse as {
		readonly issues?: readonly Issue[];
	};
	// In the item, a message can begin with the name of a file.
	const issues = answered.map(({ message, ...issue }) => ({
		...{ ...issue, message: expect.stringContaining(message) as string },
	}));
	expect(json).toMatchObject({ issues, receipt: { sourceIp: '203.0.113.7' } });
}

it('a request is refused in the documented form or becomes an item, whatever its body is', async () => {
	const bodies = fc.oneof({ weight: 3, arbitrary: anyApplication }, anything);
	await fc.assert(fc.asyncProperty(bodies, receiveAny), { numRuns: 500 });
});
