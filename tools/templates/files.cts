import type { Trigger } from './description.cts';
import * as step from './steps.cts';

/** The trigger of a template that saves each file separately. */
export const EACH_FILE: Trigger = {
	parameters: {
		output: 'attachment',
		options: { fileNames: '{job} - {lastName} {firstName} - {number} - {type}' },
	},
	note: 'It outputs each file in an item of its own, as `file`. To give the files other names, change _File Names_.',
};

export const hasFile = step.filter([
	"{{ $('Application').item.json.summary.files }}",
	'is not empty',
]);

/** The name of the file, and the folder of its job. */
export const FILE_NAME = "{{ $('Application').item.json.summary.fileNames }}";
export const JOB_FOLDER = "{{ $('Application').item.json.summary.folder }}";
