import type { IHookFunctions } from 'n8n-workflow';
import { readSettings } from '../../nodes/CleverConnect/settings/readSettings';

export const DEFAULT_SETTINGS = readSettings({
	getNodeParameter: (_name: string, fallback?: unknown) => fallback,
	getWorkflowSettings: () => ({}),
} as unknown as IHookFunctions);
