import type { IHookFunctions } from 'n8n-workflow';
import { readSettings } from '../../nodes/CleverConnect/settings/readSettings';

/** The settings of a trigger in which nobody has changed anything. */
export const DEFAULT_SETTINGS = readSettings({
	getNodeParameter: (_name: string, fallback?: unknown) => fallback,
	getWorkflowSettings: () => ({}),
} as unknown as IHookFunctions);
