import { fileTypeFromMimeType, type IBinaryData } from 'n8n-workflow';
import type { CheckedFile } from '../attachments/readAttachments';

/**
 * Returns a file as binary data with embedded bytes, so that n8n deletes the file together with its execution.
 *
 * By default, n8n 2.41.1 stores a trigger's test files under the execution ID `temp`, and never moves or deletes them
 * (n8n-core/src/binary-data; `restoreBinaryDataId` in cli runs only in `webhook` mode).
 */
export function embedTestUrlFile({ bytes, fileName, mimeType }: CheckedFile): IBinaryData {
	const fileType = fileTypeFromMimeType(mimeType);
	return {
		data: bytes.toString('base64'),
		mimeType,
		fileName,
		fileExtension: fileName.slice(fileName.lastIndexOf('.') + 1),
		...(fileType !== undefined && { fileType }),
		fileSize: `${Math.ceil(bytes.length / 1000)} kB`,
		bytes: bytes.length,
	};
}
