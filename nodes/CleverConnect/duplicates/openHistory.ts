import { createHash, randomUUID } from 'node:crypto';
import type { StaticValue } from '../n8nLifecycle';
import { createHistory, type History } from './deliveryStates';
import { SAVED_DELIVERIES } from './historyLimits';
import { formatHistories, hasSameHistories, parseForeignHistories } from './savedFingerprints';

/** The trigger that received a delivery. Only deliveries to the same trigger are compared. */
export interface TriggerId {
	readonly instance: string;
	readonly workflow: string;
	readonly node: string;
}

const THIS_PROCESS = randomUUID();

/**
 * The histories of each workflow's triggers. Concurrent requests don't see each other's changes to static data, so they
 * share these histories.
 */
const workflows = new Map<string, Map<string, History>>();

/**
 * Returns the history of a trigger, which this process shares between requests and saves in the workflow's static data.
 * n8n discards changes to static data that are made before it stores the delivery's execution. The
 * fingerprint is therefore saved afterward.
 *
 * @param saved the histories in static data.
 */
export function openHistory(
	{ instance, workflow, node }: TriggerId,
	saved: StaticValue,
): Pick<History, 'track'> {
	const owner = { workflow: digest(JSON.stringify([instance, workflow])), process: THIS_PROCESS };
	const histories = open(workflows, owner.workflow, () => new Map<string, History>());
	for (const [nodeId, deliveries] of parseForeignHistories(saved.current, owner)) {
		open(histories, nodeId, createHistory).learn(deliveries);
	}
	const format = () => {
		const latest = [...histories].map(
			([nodeId, history]) => [nodeId, history.listLatest(SAVED_DELIVERIES)] as const,
		);
		return formatHistories(owner, latest);
	};

	const track = (fingerprint: string) => {
		const delivery = open(histories, node, createHistory).track(digest(fingerprint));
		if (delivery.state !== 'new') {
			if (!hasSameHistories(saved.current, format())) saved.set(format());
			return delivery;
		}
		const markStored = () => {
			delivery.markStored();
			saved.set(format());
		};
		return { ...delivery, markStored };
	};
	return { track };
}

function open<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
	const value = map.get(key) ?? create();
	map.set(key, value);
	return value;
}

/** Returns a digest of about 128 bits, which distinguishes deliveries (or workflows) and keeps static data small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
