import { parseAcceptedTypes } from '../../nodes/CleverConnect/attachments';
import type { Settings } from '../../nodes/CleverConnect/settings';

/** The settings of a trigger in which nobody has changed anything. */
export const DEFAULT_SETTINGS: Settings = {
	responseMode: 'onReceived',
	onIssues: 'flag',
	output: 'application',
	acceptedTypes: parseAcceptedTypes('pdf, doc, docx'),
	keepContent: false,
	maxFileMegabytes: Infinity,
	skipRedeliveries: true,
};
