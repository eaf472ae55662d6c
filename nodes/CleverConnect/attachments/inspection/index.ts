import { fileTypeFromBuffer } from 'file-type';
import { parseMimeType } from '../mimeType';
import type { Inspection } from './inspection';
import { inspectLegacyOffice } from './legacyOffice';
import { inspectPdf } from './pdf';
import { inspectText } from './text';
import { inspectZip } from './zip';

export type { Inspection } from './inspection';

/**
 * What the bytes of a file show, whatever they are: bytes that nobody can make sense of show nothing.
 * The declared type only decides between types that look alike.
 */
export async function inspectFile(bytes: Buffer, declaredType?: string): Promise<Inspection> {
	return await inspect(bytes, declaredType).catch(() => ({}));
}

/**
 * `file-type` comes last, and sees neither ZIP nor gzip nor text: it inflates the first two, and takes
 * a text for audio or a program because of its first two letters.
 */
async function inspect(bytes: Buffer, declaredType: string | undefined): Promise<Inspection> {
	return (
		inspectPdf(bytes) ??
		inspectZip(bytes, declaredType) ??
		inspectLegacyOffice(bytes, declaredType) ??
		inspectText(bytes) ??
		inspectWrapper(bytes) ?? { type: await detectByLibrary(bytes) }
	);
}

/** Files that `file-type` would look into, for what they are around, and from there reach a ZIP. */
const WRAPPERS: ReadonlyArray<readonly [string, string]> = [
	['1f8b', 'application/gzip'],
	// "ID3"
	['494433', 'audio/mpeg'],
];

function inspectWrapper(bytes: Buffer): Inspection | undefined {
	const start = bytes.toString('hex', 0, 3);
	const [, type] = WRAPPERS.find(([signature]) => start.startsWith(signature)) ?? [];
	return type === undefined ? undefined : { type };
}

async function detectByLibrary(bytes: Buffer): Promise<string | undefined> {
	const detected = await fileTypeFromBuffer(bytes);
	return detected && parseMimeType(detected.mime);
}
