import type { IHookFunctions, INodeType, WorkflowActivateMode } from 'n8n-workflow';
import { requireAccessPolicy, readSettings } from '../settings';

/** n8n sets up again what is published: at its start, and when another of its processes takes over. */
const RESUMPTIONS: readonly WorkflowActivateMode[] = ['init', 'leadershipChange'];

/**
 * CleverConnect is given its URL by a person, so nothing is registered anywhere. Publishing is the
 * moment to tell the owner of settings that would turn every delivery away. Afterwards it would cost
 * applications: n8n would answer 404, which is final, where the trigger answers 500.
 */
export const webhookMethods: NonNullable<INodeType['webhookMethods']> = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			if (RESUMPTIONS.includes(this.getActivationMode())) return true;
			await requireAccessPolicy(this, new Date());
			readSettings(this);
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};
