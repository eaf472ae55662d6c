import { createHash, randomUUID } from 'node:crypto';
import type { StaticValue } from '../n8nLifecycle';
import { createHistory, type DeliveryState, type History } from './history';
import { formatHistories, parseForeignHistories } from './savedHistories';

/** The trigger that a delivery came to. Deliveries to any other trigger are not compared. */
export interface TriggerId {
	readonly instance: string;
	readonly workflow: string;
	readonly node: string;
}

/** A delivery, and the three events that decide about its copies. */
export interface TrackedDelivery {
	/** `new` for the first copy, `inProgress` until that is answered, `accepted` if it was answered 2xx. */
	readonly state: DeliveryState;
	/**
	 * n8n has stored the execution: the delivery is saved, even if n8n stops before it answers. With
	 * `lastNode` nothing tells when that is, so a delivery is saved by a later copy only.
	 */
	stored(now: Date): void;
	/** The delivery was answered 2xx: copies are duplicates. */
	accepted(now: Date): void;
	/** The delivery was answered anything else: the next copy is new. */
	refused(): void;
}

/** Of each trigger. n8n writes them to its database with each delivery, so they are few. */
const SAVED_ENTRIES = 128;

const THIS_PROCESS = randomUUID();

interface WorkflowMemory {
	readonly histories: Map<string, History>;
	/** Whether a delivery was accepted that is not saved. */
	isUnsaved: boolean;
}

/** By instance and workflow. Concurrent requests do not see what the others save in static data. */
const memories = new Map<string, WorkflowMemory>();

/**
 * Tracks a delivery to a trigger by the fingerprint of its bytes.
 *
 * @param saved what n8n keeps of the workflow's deliveries
 */
export function trackDelivery(
	{ instance, workflow, node }: TriggerId,
	fingerprint: string,
	saved: StaticValue,
	now: Date,
): TrackedDelivery {
	const owner = { workflow: digest(JSON.stringify([instance, workflow])), process: THIS_PROCESS };
	const memory = openMemory(owner.workflow);
	for (const [nodeId, entries] of parseForeignHistories(saved.current, owner)) {
		openHistory(memory, nodeId).learn(entries, toSeconds(now));
	}

	const save = (at: Date) => {
		const histories = [...memory.histories]
			.map(
				([nodeId, history]) => [nodeId, history.listLatest(SAVED_ENTRIES, toSeconds(at))] as const,
			)
			.filter(([, entries]) => entries.length > 0);
		saved.save(formatHistories(owner, new Map(histories)));
		memory.isUnsaved = false;
	};

	const { state, ...record } = openHistory(memory, node).track(digest(fingerprint), toSeconds(now));
	// No execution starts, so n8n saves what is written now.
	if (state !== 'new' && memory.isUnsaved) save(now);
	let isSaved = false;
	return {
		state,
		stored: (at) => {
			record.stored(toSeconds(at));
			save(at);
			isSaved = true;
		},
		accepted: (at) => {
			record.accepted(toSeconds(at));
			memory.isUnsaved ||= !isSaved;
		},
		refused: () => {
			record.refused();
			memory.isUnsaved ||= isSaved;
		},
	};
}

function openMemory(workflow: string): WorkflowMemory {
	const memory = memories.get(workflow) ?? { histories: new Map(), isUnsaved: false };
	memories.set(workflow, memory);
	return memory;
}

function openHistory({ histories }: WorkflowMemory, nodeId: string): History {
	const history = histories.get(nodeId) ?? createHistory();
	histories.set(nodeId, history);
	return history;
}

/** 128 bits are enough to tell deliveries apart, and keep what is saved small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function toSeconds(date: Date): number {
	return Math.floor(date.getTime() / 1000);
}
