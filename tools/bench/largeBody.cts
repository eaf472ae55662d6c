import { randomBytes } from 'node:crypto';
import { goodApplication } from '../samples/exampleApplication.cts';
import { makePdf } from '../samples/files.cts';

/** Returns a function that makes a body of about this size with a given id, so that no body is a duplicate. */
export function createPayload(bytes: number): (id: number) => Buffer {
	const { id: _id, attachments: [resume, ...others] = [], ...application } = goodApplication();
	const content = makeLargePdf((bytes * 3) / 4).toString('base64');
	const rest = JSON.stringify({ ...application, attachments: [{ ...resume, content }, ...others] });
	const bytesOfRest = Buffer.from(rest.slice(1));
	return (id) => Buffer.concat([Buffer.from(`{"id":${id},`), bytesOfRest]);
}

/** Returns a PDF with a long comment. The PDF format allows a comment before the last lines. */
function makeLargePdf(size: number): Buffer {
	const pdf = makePdf(['Camille Example']);
	const end = pdf.lastIndexOf('startxref');
	const noise = randomBytes(Math.max(0, Math.floor((size - pdf.length) / 2))).toString('hex');
	return Buffer.concat([pdf.subarray(0, end), Buffer.from(`%${noise}\n`), pdf.subarray(end)]);
}
