import type { IHookFunctions, INodeType } from 'n8n-workflow';
import { readSettings } from '../settings';

/**
 * CleverConnect is given its URL by a person, so nothing is registered anywhere. Publishing is the
 * moment to tell the owner of settings that would turn every delivery away.
 */
export const webhookMethods: NonNullable<INodeType['webhookMethods']> = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			return false;
		},
		async create(this: IHookFunctions): Promise<boolean> {
			await readSettings(this, new Date());
			return true;
		},
		async delete(this: IHookFunctions): Promise<boolean> {
			return true;
		},
	},
};
