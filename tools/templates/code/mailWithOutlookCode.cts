// The "Files" Code step of the mail-with-outlook template. n8n's Outlook node can add a small file to an existing draft
// only if the item itself contains the file.
import type { IBinaryData } from 'n8n-workflow';

/** Returns an item for each file, with the file's bytes in the item itself. */
export async function putFilesInside(
	fields: string,
	files: Readonly<Record<string, Pick<IBinaryData, 'fileName' | 'mimeType'>>> | undefined,
	read: (field: string) => Promise<Buffer>,
) {
	const items = [];
	for (const field of fields.split(',').filter(Boolean)) {
		const { fileName, mimeType } = files?.[field] ?? {};
		if (mimeType === undefined) {
			throw new Error('A step before this one has dropped files of this application');
		}
		const data = (await read(field)).toString('base64');
		items.push({ json: {}, binary: { file: { fileName, mimeType, data } } });
	}
	return items;
}
