import { fileTypeFromBuffer } from 'file-type';
import { parseMimeType } from './mimeType';

/** [MS-CFB] is the container of many formats; a Word document has a stream of this name in it. */
const WORD_STREAM_NAME = Buffer.from('WordDocument', 'utf16le');

/** The MIME type that the bytes of a file show; `undefined` where they tell nothing. */
export async function detectFileType(bytes: Buffer): Promise<string | undefined> {
	const detected = await fileTypeFromBuffer(bytes);
	if (detected === undefined) return undefined;
	if (detected.mime === 'application/x-cfb' && bytes.includes(WORD_STREAM_NAME)) {
		return 'application/msword';
	}
	return parseMimeType(detected.mime);
}
