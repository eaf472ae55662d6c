import { createHash } from 'node:crypto';
import { decodeBase64 } from '../base64';
import { isRecord, type JsonObject } from '../json';
import type { Issue } from '../issue';
import type { AcceptedTypes } from './acceptedTypes';
import { makeFileName } from './fileName';
import {
	createReadingBudget,
	inspectFile,
	type Inspection,
	type ReadingBudget,
} from './inspection';
import { isContradiction, parseMimeType, UNKNOWN_TYPE } from './mimeType';

export { parseAcceptedTypes, type AcceptedTypes } from './acceptedTypes';

/** A file taken out of an attachment. */
export interface CheckedFile {
	readonly bytes: Buffer;
	/** Safe to store, to mail and to show. */
	readonly fileName: string;
	/** What the bytes are where they tell, else what was declared. */
	readonly mimeType: string;
	/** Lower-case hexadecimal. */
	readonly sha256: string;
	/** The MIME type told from the bytes. */
	readonly detectedType?: string;
}

export interface CheckedAttachment {
	/** The attachment as it came: an object, unless the sender got it wrong. */
	readonly entry: unknown;
	readonly kind: AttachmentKind;
	/** Absent where there is no content, or none that can be decoded. */
	readonly file?: CheckedFile;
	readonly issues: readonly Issue[];
}

export type AttachmentKind = 'resume' | 'letter' | 'attachment';

/** Decodes the attachments of an application and checks their files. Nothing is refused here. */
export function readAttachments(
	application: JsonObject,
	accepted: AcceptedTypes,
): readonly CheckedAttachment[] {
	const { attachments } = application;
	if (!Array.isArray(attachments)) return [];
	const budget = createReadingBudget();
	return attachments.map((entry, index) => readAttachment(entry, index, accepted, budget));
}

function readAttachment(
	entry: unknown,
	index: number,
	accepted: AcceptedTypes,
	budget: ReadingBudget,
): CheckedAttachment {
	if (!isRecord(entry)) return { entry, kind: 'attachment', issues: [] };
	const kind = entry.type === 'resume' || entry.type === 'letter' ? entry.type : 'attachment';
	if (typeof entry.content !== 'string') return { entry, kind, issues: [] };

	const path = `/attachments/${index}/content`;
	const bytes = decodeBase64(entry.content);
	if (bytes === undefined) {
		const message = 'The content is damaged (not valid base64), so there is no file.';
		return { entry, kind, issues: [{ code: 'invalidBase64', path, message }] };
	}
	if (bytes.length === 0) {
		return { entry, kind, issues: [{ code: 'emptyFile', path, message: 'The file is empty.' }] };
	}

	const declaredType = readDeclaredType(entry.contentType);
	const expectedType = declaredType ?? readExtensionType(entry.fileName, accepted);
	const inspection = inspectFile(bytes, expectedType, budget);
	const detectedType = inspection.type;
	const mimeType = detectedType ?? expectedType ?? UNKNOWN_TYPE;
	const file: CheckedFile = {
		bytes,
		fileName: makeFileName({
			sent: entry.fileName,
			fallback: kind,
			detectedType,
			declaredType,
			accepted,
		}),
		mimeType,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(detectedType !== undefined && { detectedType }),
	};
	const issues = [
		...findTypeIssues(path, declaredType, inspection),
		...(accepted.has(mimeType) ? [] : [{ code: 'typeNotAccepted', path, message: NOT_ACCEPTED }]),
		...findObstacles(path, inspection),
	];
	return { entry, kind, file, issues };
}

/** Absent where nothing is declared, in so many words too. */
function readDeclaredType(contentType: unknown): string | undefined {
	const type = typeof contentType === 'string' ? parseMimeType(contentType) : undefined;
	return type === UNKNOWN_TYPE ? undefined : type;
}

/** An accepted type that the name shows, which stands in for a declaration but proves nothing wrong. */
function readExtensionType(fileName: unknown, accepted: AcceptedTypes): string | undefined {
	const [, extension] = typeof fileName === 'string' ? (EXTENSION.exec(fileName) ?? []) : [];
	const type = extension === undefined ? undefined : parseMimeType(extension);
	return accepted.has(type) ? type : undefined;
}

const EXTENSION = /\.([a-z\d]{1,10})$/i;
const NOT_ACCEPTED = 'Files of this type are not accepted here.';

function findTypeIssues(
	path: string,
	declaredType: string | undefined,
	inspection: Inspection,
): Issue[] {
	if (inspection.type === undefined) {
		const message =
			'The type of the file cannot be recognized, so it may not be what was declared.';
		return [{ code: 'typeUnverified', path, message }];
	}
	if (!isContradiction(declaredType, inspection)) return [];
	const message = `The file is ${inspection.type}, which is not what was declared.`;
	return [{ code: 'typeMismatch', path, message }];
}

/** What keeps a file of an accepted type from being read, or from being opened without a risk. */
const OBSTACLES = [
	['hasMacros', 'macros', 'The Word file contains macros, which can do harm.'],
	['isEncrypted', 'encrypted', 'The file is protected by a password, so it cannot be read.'],
	[
		'hasActiveContent',
		'activeContent',
		'The Word file loads or runs something else when it is opened, which can do harm.',
	],
	['isDamaged', 'damaged', 'The file is cut off or broken, so it may not open.'],
] as const;

function findObstacles(path: string, inspection: Inspection): Issue[] {
	return OBSTACLES.filter(([fact]) => inspection[fact] === true).map(([, code, message]) => ({
		code,
		path,
		message,
	}));
}
