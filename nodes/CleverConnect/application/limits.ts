import { bytesIn, measureBase64 } from '../base64';
import { isRecord, type JsonObject } from '../json';
import type { Refusal } from '../outcome';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const MAXIMUM_ATTACHMENTS = 20;
const MAXIMUM_DEPTH = 32;

/** Why an application is turned away, if nobody sends such a one in good faith. */
export function findExcess(body: JsonObject, maxFileMegabytes: number): Refusal | undefined {
	const maxFileBytes = maxFileMegabytes * BYTES_PER_MEGABYTE;
	const attachments: readonly unknown[] = Array.isArray(body.attachments) ? body.attachments : [];

	if (attachments.some((attachment) => isOversized(attachment, maxFileBytes))) {
		return {
			kind: 'fileTooLarge',
			detail: `A file is larger than the ${maxFileMegabytes} MB that are accepted here.`,
		};
	}

	if (attachments.length > MAXIMUM_ATTACHMENTS) {
		const message = `There are ${attachments.length} attachments; at most ${MAXIMUM_ATTACHMENTS} are accepted.`;
		return {
			kind: 'unprocessable',
			detail: message,
			issues: [{ code: 'maxItems', path: '/attachments', message }],
		};
	}

	if (isDeeperThan(MAXIMUM_DEPTH, body)) {
		const message = `The JSON is nested deeper than ${MAXIMUM_DEPTH} levels.`;
		return {
			kind: 'unprocessable',
			detail: message,
			issues: [{ code: 'maxDepth', path: '', message }],
		};
	}

	return undefined;
}

function isOversized(attachment: unknown, maxFileBytes: number): boolean {
	if (!isRecord(attachment) || typeof attachment.content !== 'string') return false;
	const { content } = attachment;
	return bytesIn(content.length) > maxFileBytes && measureBase64(content) > maxFileBytes;
}

function isDeeperThan(levels: number, value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((child) => isDeeperThan(levels - 1, child));
}
