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
	 * `new` for the first copy, `inProgress` until n8n responds to that copy, and `accepted` if the
	 * response was 2xx.
	 */
	readonly state: DeliveryState;
	/**
	 * Call this once n8n has stored the execution. It puts the delivery into static data, which n8n saves when it responds. With
	 * `lastNode`, n8n doesn't show when that happens, so only a later copy puts the delivery into static data.
	 */
	markStored(): void;
	/** Call this once n8n has responded with 2xx. Copies are then duplicates. */
	markAccepted(): void;
	/** Call this once n8n or the trigger has responded with another status. The next copy is then new. */
	markFailed(): void;
}

/** The limit for each trigger. It is small because n8n writes all entries with each delivery. */
const SAVED_ENTRIES = 128;

const THIS_PROCESS = randomUUID();

interface WorkflowMemory {
	readonly histories: Map<string, History>;
	/** Whether the histories have changed since they were last put into static data. */
	isStaticDataOutdated: boolean;
}

/** By instance and workflow. Concurrent requests don't see each other's changes to static data. */
const memories = new Map<string, WorkflowMemory>();

/**
 * Returns the state of a delivery, which is identified by its trigger and the fingerprint of its bytes.
 *
 * @param saved the workflow's deliveries in static data
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

/** Returns 128 bits, which are enough to distinguish deliveries and keep the static data small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
