import { createHash } from 'node:crypto';
import { decodeBase64 } from '../common/base64';
import type { Finding } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import { inspectDocument } from '../documents';
import { decideFileName, readExtension } from '../fileNames/sentFileName';
import type { AcceptedTypes } from './acceptedTypes';
import { decideType } from './decideType';

export interface CheckedFile {
	readonly bytes: Buffer;
	/** Safe to store, mail, and display. */
	readonly fileName: string;
	/** The bytes' MIME type. If they show none, the declared one, the extension's, or the unknown type, in this order. */
	readonly mimeType: string;
	/** Lowercase hexadecimal. */
	readonly sha256: string;
	/** The MIME type that the bytes show. Absent if they show none. */
	readonly detectedType?: string;
}

export interface CheckedAttachment {
	/** The attachment as it was sent. It might not be an object. */
	readonly sent: unknown;
	readonly kind: 'resume' | 'letter' | 'attachment';
	/** Absent if the attachment has no content, or content that is empty or can't be decoded. */
	readonly file?: CheckedFile;
	readonly findings: readonly Finding[];
}

/** Returns the attachments of an application, decoded and checked. */
export function readAttachments(
	{ attachments }: JsonObject,
	accepted: AcceptedTypes,
): readonly CheckedAttachment[] {
	if (!Array.isArray(attachments)) return [];
	return attachments.map((sent, index) => readAttachment(sent, index, accepted));
}

function readAttachment(sent: unknown, index: number, accepted: AcceptedTypes): CheckedAttachment {
	if (!isRecord(sent)) return { sent, kind: 'attachment', findings: [] };
	const kind = sent.type === 'resume' || sent.type === 'letter' ? sent.type : 'attachment';
	if (typeof sent.content !== 'string') return { sent, kind, findings: [] };

	const path = `/attachments/${index}/content`;
	const bytes = decodeBase64(sent.content);
	if (bytes === undefined) return { sent, kind, findings: [{ code: 'invalidBase64', path }] };
	if (bytes.length === 0) return { sent, kind, findings: [{ code: 'emptyFile', path }] };

	const inspection = inspectDocument(bytes);
	const extension = readExtension(sent.fileName);
	const type = decideType(sent.contentType, extension, inspection, accepted);
	const file: CheckedFile = {
		bytes,
		fileName: decideFileName(sent.fileName, kind, type.nameType),
		mimeType: type.mimeType,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(inspection.type !== undefined && { detectedType: inspection.type }),
	};
	const checks: ReadonlyArray<readonly [Finding['code'], boolean | undefined]> = [
		['typeUnverified', type.issues.typeUnverified],
		['typeMismatch', type.issues.typeMismatch],
		['typeNotAccepted', type.issues.typeNotAccepted],
		['macros', inspection.hasMacros],
		['encrypted', inspection.isEncrypted],
		['activeContent', inspection.hasActiveContent],
		['unchecked', inspection.isUnchecked],
		['damaged', inspection.isDamaged],
	];
	const findings = checks.filter(([, applies]) => applies).map(([code]) => ({ code, path }));
	return { sent, kind, file, findings };
}
