import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { createExpiringMap } from '../common/expiringMap';
import { readSaved, save } from './savedFingerprints';

/**
 * The states of a delivery. A duplicate is a later delivery of the same bytes to the same trigger. "After a crash" means
 * that n8n is killed before the next event, and is then restarted.
 *
 * | n8n has …                       | state        | a duplicate gets | after a crash, the delivery is | and a duplicate is  |
 * | ------------------------------- | ------------ | ---------------- | ------------------------------ | ------------------- |
 * | 1. received the delivery        | `inProgress` | 503              | lost, but not confirmed        | processed           |
 * | 2. stored its execution         | `accepted`   | 200              | kept                           | processed (doubled) |
 * | 3. saved its fingerprint        | `accepted`   | 200              | kept                           | 200                 |
 * | 4. responded with 200           | `accepted`   | 200              | kept                           | 200                 |
 *
 * If n8n failed to store the execution, the delivery is `new` again.
 *
 * Each n8n process has states of its own. After a restart, and from other processes, it knows only the latest saved
 * fingerprints. If two processes save at the same time, the later one replaces what the earlier one saved.
 */
type DeliveryState = 'new' | 'inProgress' | 'accepted';

interface TrackedDelivery {
	/** The state when the delivery arrived. A delivery that was new is now in progress. */
	readonly state: DeliveryState;
	/** Call this function once n8n has stored the execution. n8n discards changes to static data that are made earlier. */
	accept(): void;
}

/** The number of accepted deliveries to each trigger that an n8n process remembers. */
export const MAXIMUM_ACCEPTED = 1000;
/** The time after which a workflow without deliveries is forgotten, in case it was deleted. */
const FORGOTTEN_AFTER_MS = 30 * 24 * 60 * 60 * 1000;
/** The time after which a delivery that was neither stored nor answered no longer counts as in progress. */
const MAXIMUM_PROGRESS_MS = 5 * 60 * 1000;

/**
 * The fingerprints of accepted deliveries by workflow, and then by trigger. Concurrent requests don't see each other's
 * changes to static data, so they share these.
 */
const workflows = createExpiringMap<Map<string, Set<string>>>(FORGOTTEN_AFTER_MS);
/**
 * The responses to new deliveries by fingerprint. n8n ends each of them, even if the sender has disconnected. A response
 * that nobody else holds has ended, and must not be kept, because the request's body would be kept with it.
 */
const inProgress =
	createExpiringMap<WeakRef<{ readonly writableEnded: boolean }>>(MAXIMUM_PROGRESS_MS);

/** Returns the state of a delivery to a published trigger. */
export function trackDelivery(context: IWebhookFunctions, bodySha256: string): TrackedDelivery {
	const nodeId = context.getNode().id;
	// A copy of the workflow, even in another n8n, has the same static data, but never the same fingerprints.
	const workflow = JSON.stringify([context.getInstanceId(), context.getWorkflow().id]);
	const fingerprint = digest(JSON.stringify([workflow, nodeId, bodySha256]));

	const staticData = context.getWorkflowStaticData('global');
	const triggers = workflows.get(workflow) ?? new Map<string, Set<string>>();
	workflows.set(workflow, triggers);
	for (const [id, saved] of readSaved(staticData)) remember(triggers, id, saved);

	const isAccepted = triggers.get(nodeId)?.has(fingerprint) === true;
	const response = inProgress.get(fingerprint)?.deref();
	const isInProgress = response?.writableEnded === false;
	const state = isAccepted ? 'accepted' : isInProgress ? 'inProgress' : 'new';
	if (state === 'new') inProgress.set(fingerprint, new WeakRef(context.getResponseObject()));
	return {
		state,
		accept: () => {
			remember(triggers, nodeId, [fingerprint]);
			save(staticData, triggers);
		},
	};
}

/** Adds the latest fingerprints of a trigger, and forgets its oldest ones. */
function remember(
	triggers: Map<string, Set<string>>,
	nodeId: string,
	fingerprints: Iterable<string>,
): void {
	const accepted = triggers.get(nodeId) ?? new Set<string>();
	triggers.set(nodeId, accepted);
	for (const fingerprint of fingerprints) accepted.add(fingerprint);
	for (const oldest of [...accepted].slice(0, -MAXIMUM_ACCEPTED)) accepted.delete(oldest);
}

/** Returns a digest of about 128 bits, which keeps static data small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
