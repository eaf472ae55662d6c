// The "PDF files" Code step of the to-taleez template.
import type { IBinaryData } from 'n8n-workflow';

type File = Pick<IBinaryData, 'fileName' | 'mimeType'>;

interface Application {
	readonly json: { readonly id: unknown; readonly summary: { readonly files: string } };
	readonly binary?: Readonly<Record<string, File>>;
}

/** Returns an item for each PDF file. Taleez accepts no others, so a note's name lists them (up to 120 characters). */
export function choosePdfFiles({ json, binary = {} }: Application, note: string) {
	const files = json.summary.files
		.split(',')
		.flatMap((field) => (binary[field] ? [{ field, file: binary[field] }] : []));
	const isPdf = ({ file }: { file: File }) => file.mimeType === 'application/pdf';
	const items = files
		.filter(isPdf)
		.map(({ field, file }) => ({ json: { isCv: field === 'resume' }, binary: { file } }));
	const others = files.filter((one) => !isPdf(one)).map(({ file }) => file.fileName);
	if (others.length === 0) return items;
	const names = /^.{0,120}/u.exec(`Not in Taleez - ${others.join(', ')}`)?.[0];
	// Without the number, the note would replace an earlier application's note, because Taleez compares contents.
	const number = Buffer.from(`% ${JSON.stringify(json.id)}`);
	const data = Buffer.concat([Buffer.from(note, 'base64'), number]).toString('base64');
	const file = { fileName: `${names}.pdf`, mimeType: 'application/pdf', data };
	return [...items, { json: { isCv: false }, binary: { file } }];
}
