import { createHash } from 'node:crypto';
import { decodeBase64 } from '../common/base64';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue, IssueCode } from '../common/issue';
import { inspectDocument } from '../documents';
import type { AcceptedTypes } from './acceptedTypes';
import { decideType, readStatedTypes } from './decideType';
import { decideFileName, readExtension } from './decideFileName';

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
	readonly issues: readonly Issue[];
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
	if (!isRecord(sent)) return { sent, kind: 'attachment', issues: [] };
	const kind = sent.type === 'resume' || sent.type === 'letter' ? sent.type : 'attachment';
	if (typeof sent.content !== 'string') return { sent, kind, issues: [] };

	const path = `/attachments/${index}/content`;
	const bytes = decodeBase64(sent.content);
	if (bytes === undefined) {
		const message = 'The content is damaged (not valid Base64), so there is no file.';
		return { sent, kind, issues: [{ code: 'invalidBase64', path, message }] };
	}
	if (bytes.length === 0) {
		return { sent, kind, issues: [{ code: 'emptyFile', path, message: 'The file is empty.' }] };
	}

	const stated = readStatedTypes(sent.contentType, readExtension(sent.fileName), accepted);
	const inspection = inspectDocument(bytes, { declaredType: stated.statedType });
	const detectedType = inspection.type;
	const decision = decideType(stated, inspection, accepted);
	const file: CheckedFile = {
		bytes,
		fileName: decideFileName(sent.fileName, kind, decision.nameType),
		mimeType: decision.mimeType,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(detectedType !== undefined && { detectedType }),
	};
	const messages: Partial<Record<IssueCode, string | false | undefined>> = {
		typeUnverified:
			decision.isUnverified &&
			"The file's type cannot be recognized, so its declared type or name might be wrong.",
		typeMismatch:
			decision.isMismatch &&
			`The file's type is ${detectedType}, which differs from the declared type.`,
		typeNotAccepted: !decision.isAccepted && 'Files of this type are not accepted here.',
		macros: inspection.hasMacros && 'The Word file contains macros, which can do harm.',
		encrypted:
			inspection.isEncrypted && 'The file needs a password or a key, so it cannot be read.',
		activeContent:
			inspection.hasActiveContent &&
			'The Word file can load or run other content, which can do harm.',
		unchecked:
			inspection.isUnchecked &&
			'The file unpacks to more content than can be checked, so it might do harm.',
		damaged: inspection.isDamaged && 'The file is incomplete or damaged, so it might not open.',
	};
	const issues = Object.entries(messages).flatMap(([code, message]) =>
		message ? [{ code: code as IssueCode, path, message }] : [],
	);
	return { sent, kind, file, issues };
}
