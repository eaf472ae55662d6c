import type { IHookFunctions, INodeType, WorkflowActivateMode } from 'n8n-workflow';
import { readAccessPolicy } from '../access';
import { readSettings } from '../settings';

/**
 * The modes in which n8n activates published workflows again: when n8n starts, and when another process
 * takes over.
 */
const RESUMPTIONS: readonly WorkflowActivateMode[] = ['init', 'leadershipChange'];

/**
 * A person gives CleverConnect the URL, so nothing is registered anywhere. Publishing fails if the settings would
 * make every delivery fail. A workflow that is already published isn't checked again. If such a check failed, n8n
 * would return 404, which senders treat as final. Without the check, the trigger returns 500.
 */
export const webhookMethods: NonNullable<INodeType['webhookMethods']> = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			if (RESUMPTIONS.includes(this.getActivationMode())) return true;
			const policy = await readAccessPolicy(this, new Date());
			if (!policy.ok) throw policy.error;
			readSettings(this);
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};
