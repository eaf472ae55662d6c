import { randomBytes } from 'node:crypto';
import { goodApplication } from '../samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../samples/files.cts';

const KILOBYTE = 1024;

/** n8n's default limit on the size of a body, in bytes. */
export const BODY_BYTES = 16 * KILOBYTE ** 2;

/** The sizes of a body as the sender posts it. */
export const PAYLOADS = {
	'20 KB': 20 * KILOBYTE,
	'200 KB': 200 * KILOBYTE,
	'2 MB': 2 * KILOBYTE ** 2,
	'10 MB': 10 * KILOBYTE ** 2,
} as const;

export type PayloadSize = keyof typeof PAYLOADS;

/**
 * Prepares a body of about this many bytes, with a CV and a letter.
 *
 * @returns a function that returns the body with a given id, so that no body is a re-delivery
 */
export function createPayload(bytes: number): (id: number) => Buffer {
	const fileBytes = Math.floor((bytes * 3) / 4 / 2);
	const { id: _id, ...application } = goodApplication({
		attachments: [
			{
				type: 'resume',
				contentType: 'application/pdf',
				fileName: 'cv.pdf',
				content: fillPdf(makePdf(['Camille Example']), fileBytes).toString('base64'),
			},
			{
				type: 'letter',
				contentType: 'docx',
				fileName: 'letter.docx',
				content: makeDocx([makeNoise(fileBytes)]).toString('base64'),
			},
		],
	});
	const rest = Buffer.from(JSON.stringify(application).slice(1));
	return (id) => Buffer.concat([Buffer.from(`{"id":${id},`), rest]);
}

/** Enlarges a PDF by adding a comment. The PDF format allows a comment before the last lines. */
export function fillPdf(pdf: Buffer, size: number): Buffer {
	const end = pdf.lastIndexOf('startxref');
	const comment = Buffer.from(`%${makeNoise((size - pdf.length) / 2)}\n`);
	return Buffer.concat([pdf.subarray(0, end), comment, pdf.subarray(end)]);
}

/** Returns two characters per byte, which a ZIP compresses into one byte again. */
function makeNoise(bytes: number): string {
	return randomBytes(Math.max(0, Math.floor(bytes))).toString('hex');
}
