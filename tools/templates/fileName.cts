import type { Trigger } from './description.cts';
import { oneLine } from './expressions.cts';

// The name of an application's file. The name is unique, sorts by job, and is safe in each kind of storage.

const ITEM = "$('Application').item.json";

/** Returns a part of a file name without characters that aren't allowed there, and with a limited size. */
const PART = String.raw`(values, bytes) => [...${oneLine('VALUES')
	.replace('[VALUES]', 'values')
	.concat(
		String.raw`.replace(/[\\/:*?"<>|]/g, '_')`,
	)}].reduce((part, char) => encodeURIComponent(part + char).replace(/%../g, '_').length > bytes ? part : part + char, '')`;

/** An id that isn't a number is cut off, so its hash distinguishes it from others. */
const NUMBER = `typeof ${ITEM}.id === 'number' ? ${ITEM}.id : part([${ITEM}.id], 20) + ' ' + JSON.stringify(${ITEM}.id).hash('sha256').slice(0, 16)`;

/** The type of the file, with a number if several files have the same type. */
const KIND = String.raw`((kinds, index) => ((number) => kinds[index] + (number > 1 ? ' ' + number : ''))(kinds.slice(0, index + 1).filter((kind) => kind.toLowerCase() === kinds[index].toLowerCase()).length))(${ITEM}.attachments.map((entry) => part([entry?.type ?? 'attachment'], 30).replace(/ (?=\d+$)|\.(?=[a-z0-9]{1,5}$)/i, '_')), ${ITEM}.attachments.findIndex((entry) => entry?.binaryField))`;

/** An expression for the name of a job's folder, or of the folder for applications without a job. */
export const JOB_FOLDER = String.raw`((part) => part([${ITEM}.jobId], 60).replace(/^\.+$/, '') || 'No job')((${PART}))`;

export const HAS_FILE = `${ITEM}.attachment?.binaryField !== undefined`;

/** An expression for the name of the file in the item, such as `0042-BAKER - Example Camille - 4711 - resume.pdf`. */
export const FILE_NAME = String.raw`((part) => [part([${ITEM}.jobId], 60), part([${ITEM}.candidate.lastName, ${ITEM}.candidate.firstName], 80), ${NUMBER}, ${KIND}].join(' - ').replace(/^\.+/, '_'))((${PART})) + ($binary.file.fileName.match(/\.[a-z0-9]{1,5}$/i) ?? [''])[0]`;

/** Returns an expression for a path or name in which only letters, digits, and ` ._-/` are left, for use in a URL. */
export const plain = (expression: string): string =>
	String.raw`(${expression}).replace(/[^\p{L}\p{M}\p{N} ._\/-]/gu, '_')`;

/** The trigger of a template that saves each file separately. */
export const EACH_FILE: Trigger = {
	parameters: { output: 'attachment' },
	note: '_Output_ is _One Item per Attachment_, so each file arrives in its own item, as `file`.',
};
