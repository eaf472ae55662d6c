import { createHash } from 'node:crypto';
import { APPLICATION_LIMITS } from '../application/applicationLimits';
import { decodeBase64 } from '../common/base64';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue, IssueCode } from '../common/issue';
import { BUDGET, inspectDocument, type Budget } from '../documents';
import type { AcceptedTypes } from './acceptedTypes';
import { decideType, readStatedTypes } from './decideType';
import { makeFileName, readExtension } from './fileName';

export { parseAcceptedTypes, type AcceptedTypes } from './acceptedTypes';

/** The decoded file in an attachment. */
export interface CheckedFile {
	readonly bytes: Buffer;
	/** Safe to store, mail, and display. */
	readonly fileName: string;
	/** The MIME type that the bytes show. If the bytes show none, the type comes from the declaration or the extension. */
	readonly mimeType: string;
	/** Lowercase hexadecimal. */
	readonly sha256: string;
	/** The MIME type that the bytes show. */
	readonly detectedType?: string;
}

export interface CheckedAttachment {
	/** The attachment as it was sent, which can be something other than an object. */
	readonly entry: unknown;
	readonly kind: AttachmentKind;
	/** Absent if the attachment has no content, or if its content can't be decoded. */
	readonly file?: CheckedFile;
	readonly issues: readonly Issue[];
}

export type AttachmentKind = 'resume' | 'letter' | 'attachment';

/** Returns the attachments of an application, decoded and checked. Every fault is an issue. */
export function readAttachments(
	application: JsonObject,
	accepted: AcceptedTypes,
): readonly CheckedAttachment[] {
	const { attachments } = application;
	if (!Array.isArray(attachments)) return [];
	// With this budget, reading all files takes no longer than reading the maximum number of files without embedded
	// objects.
	const objectBudget = { rest: (APPLICATION_LIMITS.attachments - attachments.length) * BUDGET };
	return attachments.map((entry, index) => readAttachment(entry, index, accepted, objectBudget));
}

function readAttachment(
	entry: unknown,
	index: number,
	accepted: AcceptedTypes,
	objectBudget: Budget,
): CheckedAttachment {
	if (!isRecord(entry)) return { entry, kind: 'attachment', issues: [] };
	const kind = entry.type === 'resume' || entry.type === 'letter' ? entry.type : 'attachment';
	if (typeof entry.content !== 'string') return { entry, kind, issues: [] };

	const path = `/attachments/${index}/content`;
	const bytes = decodeBase64(entry.content);
	if (bytes === undefined) {
		const message = 'The content is damaged (not valid Base64), so there is no file.';
		return { entry, kind, issues: [{ code: 'invalidBase64', path, message }] };
	}
	if (bytes.length === 0) {
		return { entry, kind, issues: [{ code: 'emptyFile', path, message: 'The file is empty.' }] };
	}

	const stated = readStatedTypes(entry.contentType, readExtension(entry.fileName), accepted);
	const declaredType = stated.declaredType ?? stated.extensionType;
	const inspection = inspectDocument(bytes, { declaredType, objectBudget });
	const detectedType = inspection.type;
	const decision = decideType(stated, inspection, accepted);
	const file: CheckedFile = {
		bytes,
		fileName: makeFileName(entry.fileName, kind, decision.nameType),
		mimeType: decision.mimeType,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(detectedType !== undefined && { detectedType }),
	};
	const findings: ReadonlyArray<
		readonly [isFound: boolean | undefined, code: IssueCode, message: string]
	> = [
		[
			decision.isUnverified,
			'typeUnverified',
			"The file's type cannot be recognized, so it might differ from the declared type.",
		],
		[
			decision.isMismatch,
			'typeMismatch',
			`The file's type is ${detectedType}, which differs from the declared type.`,
		],
		[!decision.isAccepted, 'typeNotAccepted', 'Files of this type are not accepted here.'],
		[inspection.hasMacros, 'macros', 'The Word file contains macros, which can do harm.'],
		[
			inspection.isEncrypted,
			'encrypted',
			'The file is protected by a password, so it cannot be read.',
		],
		[
			inspection.hasActiveContent,
			'activeContent',
			'When it is opened, the Word file loads or runs other content, which can do harm.',
		],
		[inspection.isDamaged, 'damaged', 'The file is incomplete or damaged, so it might not open.'],
	];
	const issues = findings
		.filter(([isFound]) => isFound)
		.map(([, code, message]) => ({ code, path, message }));
	return { entry, kind, file, issues };
}
