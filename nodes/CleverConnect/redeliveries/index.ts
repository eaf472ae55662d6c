import { createHash, randomUUID } from 'node:crypto';
import type { StaticValue } from '../n8nLifecycle';
import { createHistory, type DeliveryState, type History } from './history';
import { formatHistories, parseForeignHistories } from './historyStorage';

/** The trigger that received a delivery. Only deliveries to the same trigger are compared. */
export interface TriggerId {
	readonly instance: string;
	readonly workflow: string;
	readonly node: string;
}

/** The state of a delivery, and the three events that determine the state of later copies. */
export interface TrackedDelivery {
	/**
	 * The first delivery is `new`. A copy is `inProgress` until n8n responds to the first delivery, and `accepted` after
	 * a 2xx response.
	 */
	readonly state: DeliveryState;
	/**
	 * Call this method after n8n has stored the execution. The method puts the delivery into static data, which n8n saves
	 * when it responds. With `lastNode`, the trigger can't know when n8n has stored the execution, so only a later copy
	 * puts the delivery into static data.
	 */
	markStored(): void;
	/** Call this method after n8n has responded with 2xx. Later copies are duplicates. */
	markAccepted(): void;
	/** Call this method after n8n or the trigger has responded with a status other than 2xx. The next copy is new. */
	markFailed(): void;
}

/**
 * The maximum number of saved entries for each trigger. The number is small because each delivery writes all entries.
 */
const SAVED_ENTRIES = 128;

const THIS_PROCESS = randomUUID();

interface WorkflowMemory {
	readonly histories: Map<string, History>;
	/** Whether the histories have changed since they were last put into static data. */
	isStaticDataOutdated: boolean;
}

/**
 * The memory of each workflow. Concurrent requests don't see each other's changes to static data, so they share a
 * memory.
 */
const memories = new Map<string, WorkflowMemory>();

/**
 * Returns the state of a delivery. The trigger and the fingerprint of the bytes identify a delivery.
 *
 * @param saved the workflow's deliveries in static data.
 */
export function trackDelivery(
	{ instance, workflow, node }: TriggerId,
	fingerprint: string,
	saved: StaticValue,
): TrackedDelivery {
	const owner = { workflow: digest(JSON.stringify([instance, workflow])), process: THIS_PROCESS };
	const memory = openMemory(owner.workflow);
	for (const [nodeId, entries] of parseForeignHistories(saved.current, owner)) {
		openHistory(memory, nodeId).learn(entries);
	}

	const save = () => {
		const histories = [...memory.histories].map(
			([nodeId, history]) => [nodeId, history.listLatest(SAVED_ENTRIES)] as const,
		);
		saved.save(formatHistories(owner, histories));
		memory.isStaticDataOutdated = false;
	};

	const { state, ...record } = openHistory(memory, node).track(digest(fingerprint));
	// No execution starts, so n8n saves a change to static data.
	if (state !== 'new' && memory.isStaticDataOutdated) save();
	let isInStaticData = false;
	return {
		state,
		markStored: () => {
			record.list();
			save();
			isInStaticData = true;
		},
		markAccepted: () => {
			record.keep();
			memory.isStaticDataOutdated ||= !isInStaticData;
		},
		markFailed: () => {
			record.forget();
			memory.isStaticDataOutdated ||= isInStaticData;
		},
	};
}

function openMemory(workflow: string): WorkflowMemory {
	const memory = memories.get(workflow) ?? { histories: new Map(), isStaticDataOutdated: false };
	memories.set(workflow, memory);
	return memory;
}

function openHistory({ histories }: WorkflowMemory, nodeId: string): History {
	const history = histories.get(nodeId) ?? createHistory();
	histories.set(nodeId, history);
	return history;
}

/** Returns a digest of about 128 bits, which distinguishes deliveries and keeps the static data small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
