import type { IHookFunctions, INodeType, WorkflowActivateMode } from 'n8n-workflow';
import { readAccessPolicy } from '../access/readAccessPolicy';
import { readSettings } from '../settings/readSettings';

/** The modes in which n8n activates published workflows again: when n8n starts, or when another process takes over. */
const RESUMPTIONS: readonly WorkflowActivateMode[] = ['init', 'leadershipChange'];

/**
 * A person sends CleverConnect the URL, so these methods don't register it there. Publishing fails if the credential or
 * a setting is invalid. When n8n activates a published workflow again, they aren't checked: after a failed check, n8n
 * would respond to deliveries with 404, which many senders treat as final. After the trigger's own 500, they can try
 * again.
 */
export const webhookMethods: NonNullable<INodeType['webhookMethods']> = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			if (RESUMPTIONS.includes(this.getActivationMode())) return true;
			const policy = await readAccessPolicy(this);
			if (!policy.ok) throw policy.error;
			readSettings(this);
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};
