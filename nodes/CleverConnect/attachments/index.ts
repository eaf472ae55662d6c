import { createHash } from 'node:crypto';
import { APPLICATION_LIMITS } from '../application/applicationLimits';
import { decodeBase64 } from '../common/base64';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue, IssueCode } from '../common/issue';
import type { AcceptedTypes } from './acceptedTypes';
import { makeFileName, readExtension } from './fileName';
import { BUDGET, inspectFile, TEXT_TYPE, type Budget, type Inspection } from './inspection';
import { isContradiction, parseMimeType, UNKNOWN_TYPE } from './mimeType';

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

	const declaredType = readDeclaredType(entry.contentType);
	const extensionType = readExtensionType(entry.fileName, accepted);
	const expectedType = declaredType ?? extensionType;
	const inspection = inspectFile(bytes, expectedType, objectBudget);
	const detectedType = inspection.type;
	// A text file can have the extension of any text format, but not an extension that opens it in another kind of program.
	const isMisnamedText = isExpectedText(inspection, expectedType) && !isTextType(extensionType);
	const mimeType = detectedType ?? expectedType ?? UNKNOWN_TYPE;
	const file: CheckedFile = {
		bytes,
		fileName: makeFileName({
			sent: entry.fileName,
			fallback: kind,
			provenType: isMisnamedText ? expectedType : detectedType,
			declaredType,
			accepted,
		}),
		mimeType,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		...(detectedType !== undefined && { detectedType }),
	};
	const isUnverified = detectedType === undefined && !isExpectedText(inspection, expectedType);
	const findings: ReadonlyArray<
		readonly [isFound: boolean | undefined, code: IssueCode, message: string]
	> = [
		[
			isUnverified,
			'typeUnverified',
			"The file's type cannot be recognized, so it might differ from the declared type.",
		],
		[
			isContradiction(declaredType, inspection),
			'typeMismatch',
			`The file's type is ${detectedType}, which differs from the declared type.`,
		],
		[!accepted.has(mimeType), 'typeNotAccepted', 'Files of this type are not accepted here.'],
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

/** Returns the declared MIME type, or `undefined` if the declaration is missing or meaningless. */
function readDeclaredType(contentType: unknown): string | undefined {
	const type = typeof contentType === 'string' ? parseMimeType(contentType) : undefined;
	return type === UNKNOWN_TYPE ? undefined : type;
}

/**
 * Returns the MIME type of an extension if the type is accepted. The extension's type isn't compared with the bytes.
 */
function readExtensionType(fileName: unknown, accepted: AcceptedTypes): string | undefined {
	const type = parseMimeType(readExtension(fileName));
	return accepted.has(type) ? type : undefined;
}

/** Whether a file is a text file as expected. The bytes of a text file don't show its format. */
function isExpectedText(
	{ type, container }: Inspection,
	expectedType: string | undefined,
): boolean {
	return type === undefined && container === TEXT_TYPE && isTextType(expectedType);
}

function isTextType(type: string | undefined): boolean {
	return type !== undefined && type.startsWith('text/');
}
