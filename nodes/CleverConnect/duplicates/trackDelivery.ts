import { createHash } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { createExpiringMap } from '../common/expiringMap';
import {
	createDeliveryStates,
	MAXIMUM_AGE_MS,
	type DeliveryState,
	type DeliveryStates,
} from './deliveryStates';
import { readSaved, save } from './savedFingerprints';

export interface TrackedDelivery {
	/** The state when the delivery arrived. A delivery that was new is now in progress. */
	readonly state: DeliveryState;
	/** Call this function once n8n has stored the execution. n8n discards changes to static data that are made earlier. */
	accept(): void;
}

/**
 * The states of the deliveries to each workflow's triggers, by node ID. Concurrent requests don't see each other's
 * changes to static data, so they share these. After the time for which deliveries are remembered, a workflow without
 * deliveries is forgotten.
 */
const workflows = createExpiringMap<Map<string, DeliveryStates>>(MAXIMUM_AGE_MS);

/** Returns the state of a delivery to a published trigger, which is compared with earlier deliveries to it. */
export function trackDelivery(context: IWebhookFunctions, content: string): TrackedDelivery {
	const nodeId = context.getNode().id;
	// A copy of the workflow, even in another n8n, has the same static data, but never the same fingerprints.
	const workflow = JSON.stringify([context.getInstanceId(), context.getWorkflow().id]);
	const fingerprint = digest(JSON.stringify([workflow, nodeId, content]));

	const staticData = context.getWorkflowStaticData('global');
	const triggers = workflows.get(workflow) ?? new Map<string, DeliveryStates>();
	workflows.set(workflow, triggers);
	const findStates = (id: string) => {
		const states = triggers.get(id) ?? createDeliveryStates();
		triggers.set(id, states);
		return states;
	};
	for (const [id, accepted] of readSaved(staticData)) findStates(id).addAccepted(accepted);

	const states = findStates(nodeId);
	const state = states.find(fingerprint);
	if (state === 'new') states.begin(fingerprint, context.getResponseObject());
	return {
		state,
		accept: () => {
			states.accept(fingerprint);
			save(
				staticData,
				[...triggers].map(([id, each]) => [id, each.listAccepted()]),
			);
		},
	};
}

/** Returns a digest of about 128 bits, which keeps static data small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
