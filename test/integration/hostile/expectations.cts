import Ajv from 'ajv';
import schema from '../../../nodes/CleverConnect/application/application.schema.json';
import { receive, type Incoming, type NodeSettings } from '../context.cts';

type Json = Record<string, unknown>;

/** What is added to an item, as the documented schema has it. */
const isItem = new Ajv().compile(schema.definitions.item);

/** Attachments that are none stay as they came, and are an issue of their own. */
function withoutWrongAttachments({ attachments, ...json }: Json): Json {
	if (!Array.isArray(attachments)) return json;
	const isObject = (entry: unknown) =>
		typeof entry === 'object' && entry !== null && !Array.isArray(entry);
	return { ...json, attachments: attachments.filter(isObject) };
}

export interface Outcome {
	/** 200 where an item came out, else the status of the refusal. */
	readonly status: number;
	/** `code path` of each issue, in the item or in the refusal. */
	readonly issues: readonly string[];
	readonly json: Json;
	readonly fileNames: readonly string[];
	readonly log: readonly string[];
	readonly answer: Json;
}

const list = (issues: unknown) =>
	((issues ?? []) as Array<{ code: string; path: string }>).map(
		({ code, path }) => `${code} ${path}`,
	);

/**
 * Receives whatever it is given, in n8n-core's own context, and checks what always holds: a refusal in
 * the contract's form, or items that satisfy the schema. A throw fails the test.
 */
export async function receiveHostile(
	incoming: Incoming,
	settings: NodeSettings = {},
): Promise<Outcome> {
	const { result, answer, log } = await receive(incoming, settings);
	if (!result.workflowData) {
		const { status = 0, body = {} } = answer;
		expect([401, 403, 413, 415, 422]).toContain(status);
		expect(body).toMatchObject({
			type: 'about:blank',
			title: expect.any(String) as string,
			status,
		});
		expect(JSON.stringify(body).length).toBeLessThan(20_000);
		return { status, issues: list(body.issues), json: {}, fileNames: [], log, answer: body };
	}

	const items = (result.workflowData as Array<Array<{ json: Json; binary?: Json }>>).flat();
	for (const { json } of items) {
		expect(isItem(withoutWrongAttachments(json)) ? [] : isItem.errors).toEqual([]);
		expect(() => JSON.stringify(json)).not.toThrow();
	}
	const [item] = items;
	if (!item) throw new Error('no item came out');
	return {
		status: 200,
		issues: list(item.json.issues),
		json: item.json,
		fileNames: Object.values(item.binary ?? {}).map((file) => String((file as Json).fileName)),
		log,
		answer: {},
	};
}
