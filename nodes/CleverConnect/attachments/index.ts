import { createHash } from 'node:crypto';
import { decodeBase64 } from '../base64';
import { isRecord, type JsonObject } from '../json';
import type { Issue } from '../outcome';
import type { AcceptedTypes } from './acceptedTypes';
import { makeFileName } from './fileName';
import { inspectFile, type Inspection } from './inspection';
import { parseMimeType } from './mimeType';

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
export async function readAttachments(
	application: JsonObject,
	accepted: AcceptedTypes,
): Promise<readonly CheckedAttachment[]> {
	const { attachments } = application;
	if (!Array.isArray(attachments)) return [];
	return await Promise.all(
		attachments.map(async (entry, index) => await readAttachment(entry, index, accepted)),
	);
}

async function readAttachment(
	entry: unknown,
	index: number,
	accepted: AcceptedTypes,
): Promise<CheckedAttachment> {
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

	const declaredType =
		typeof entry.contentType === 'string' ? parseMimeType(entry.contentType) : undefined;
	const inspection = await inspectFile(bytes, declaredType);
	const detectedType = inspection.type;
	const type = detectedType ?? declaredType;
	const file: CheckedFile = {
		bytes,
		fileName: makeFileName({
			sent: entry.fileName,
			fallback: kind,
			detectedType,
			declaredType,
			accepted,
		}),
		mimeType: type ?? UNKNOWN_TYPE,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(detectedType !== undefined && { detectedType }),
	};
	const issues = [
		...findTypeIssues(path, declaredType, detectedType, accepted),
		...findObstacles(path, inspection),
	];
	return { entry, kind, file, issues };
}

/** RFC 2046 § 4.5.1: says that nothing is known of the bytes. */
const UNKNOWN_TYPE = 'application/octet-stream';

function findTypeIssues(
	path: string,
	declaredType: string | undefined,
	detectedType: string | undefined,
	accepted: AcceptedTypes,
): Issue[] {
	const issues: Issue[] = [];
	if (detectedType === undefined) {
		const message =
			'The type of the file cannot be recognised, so it may not be what was declared.';
		issues.push({ code: 'typeUnverified', path, message });
	} else if (
		declaredType !== undefined &&
		declaredType !== UNKNOWN_TYPE &&
		declaredType !== detectedType
	) {
		const message = `The file is ${detectedType}, which is not what was declared.`;
		issues.push({ code: 'typeMismatch', path, message });
	}
	if (!accepted.has(detectedType ?? declaredType)) {
		const message = 'Files of this type are not accepted here.';
		issues.push({ code: 'typeNotAccepted', path, message });
	}
	return issues;
}

/** What keeps a file of an accepted type from being opened, or from being opened without a risk. */
function findObstacles(path: string, { hasMacros, isEncrypted }: Inspection): Issue[] {
	const issues: Issue[] = [];
	if (hasMacros) {
		const message = 'The Word file contains macros, which can do harm.';
		issues.push({ code: 'macros', path, message });
	}
	if (isEncrypted) {
		const message = 'The file is protected by a password, so it cannot be read.';
		issues.push({ code: 'encrypted', path, message });
	}
	return issues;
}
