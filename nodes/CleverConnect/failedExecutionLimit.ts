import type { IWebhookFunctions } from 'n8n-workflow';
import { createExpiringMap } from './common/expiringMap';

export const FAILURE_INTERVAL_MS = 60_000;

/** The triggers whose credential has caused an error outside test mode within the interval, in this process. */
const failures = createExpiringMap<true>(FAILURE_INTERVAL_MS);

/**
 * Returns whether the trigger is allowed to fail because of its credential. If so, outside test mode, it isn't allowed
 * to fail again for a minute. One failed execution is enough to alert the owner. A faulty credential authorizes no
 * sender, so without this limit, strangers could fill the database.
 */
export function takeFailedExecution(context: IWebhookFunctions): boolean {
	if (context.getMode() !== 'webhook') return true;
	const trigger = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (failures.get(trigger)) return false;
	failures.set(trigger, true);
	return true;
}
