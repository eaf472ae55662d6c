import Ajv from 'ajv';
import schema from '../../nodes/CleverConnect/application/application.schema.json';
import { REFUSALS } from '../../nodes/CleverConnect/response/refusal';
import { receive, type Incoming, type NodeSettings } from './nodeContext.cts';

type Json = Record<string, unknown>;

/** Validates the members that the trigger adds to an item. */
const isItem = new Ajv().compile(schema.definitions.item);

/** Removes attachments that aren't objects, because the trigger leaves those unchanged. */
function withoutWrongAttachments({ attachments, ...json }: Json): Json {
	if (!Array.isArray(attachments)) return json;
	const isObject = (entry: unknown) =>
		typeof entry === 'object' && entry !== null && !Array.isArray(entry);
	return { ...json, attachments: attachments.filter(isObject) };
}

export interface Outcome {
	/** 200 if there are items, otherwise the refusal's status. */
	readonly status: number;
	/** The code and path of each issue, in the item or in the refusal. */
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
 * Receives a request in n8n-core's context and checks that the result is either a refusal in the
 * documented form, or items that match the schema. An exception fails the test.
 */
export async function receiveHostile(
	incoming: Incoming,
	settings: NodeSettings = {},
): Promise<Outcome> {
	const { result, answer, log } = await receive(incoming, settings);
	if (!result.workflowData) {
		const { status = 0, body = {} } = answer;
		expect(Object.values(REFUSALS).map((refusal) => refusal.status)).toContain(status);
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
	if (!item) throw new Error('the trigger has output no item');
	return {
		status: 200,
		issues: list(item.json.issues),
		json: item.json,
		fileNames: Object.values(item.binary ?? {}).map((file) => String((file as Json).fileName)),
		log,
		answer: {},
	};
}
