import type { Trigger } from './description.cts';
import { value } from './expressions.cts';
import * as step from './steps.cts';

/** The trigger of a template that saves each file separately. */
export const EACH_FILE: Trigger = {
	parameters: {
		output: 'attachment',
		options: { fileNames: '{job} - {lastName} {firstName} - {number} - {type}' },
	},
	note: 'It outputs each file in an item of its own, as `file`. To give the files other names, change _File Names_.',
};

export const hasFile = step.filter([value('files'), 'is not empty']);
