import { fileTypeFromMimeType, type IBinaryData } from 'n8n-workflow';
import type { CheckedFile } from '../attachments/readAttachments';

const BYTES_PER_UNIT = 1000;
const UNITS = ['B', 'kB', 'MB'];

/**
 * Returns a file as binary data with embedded bytes, so that n8n deletes the file together with its execution.
 *
 * By default, n8n 2.41.1 stores a trigger's test files under the execution ID `temp`, and never moves or deletes them
 * (n8n-core/src/binary-data; `restoreBinaryDataId` in cli runs only in `webhook` mode).
 */
export function embedTestUrlFile({ bytes, fileName, mimeType }: CheckedFile): IBinaryData {
	const fileExtension = /\.([^.]+)$/.exec(fileName)?.[1];
	const fileType = fileTypeFromMimeType(mimeType);
	return {
		data: bytes.toString('base64'),
		mimeType,
		fileName,
		...(fileType !== undefined && { fileType }),
		...(fileExtension !== undefined && { fileExtension }),
		fileSize: formatSize(bytes.length),
		bytes: bytes.length,
	};
}

/** Formats a size as n8n does for stored files. */
function formatSize(bytes: number): string {
	const power = bytes < BYTES_PER_UNIT ? 0 : bytes < BYTES_PER_UNIT ** 2 ? 1 : 2;
	return `${Number((bytes / BYTES_PER_UNIT ** power).toPrecision(3))} ${UNITS[power]}`;
}
