import { goodApplication, resumePdf } from './exampleApplication.cts';

/** The position in the CV where white space makes the file larger, but changes nothing else. */
const END = resumePdf.lastIndexOf('%%EOF');
/** Base64 encodes three bytes at a time. */
const START = `${resumePdf.toString('latin1', 0, END)}${' '.repeat(3 - (END % 3))}`;
const BEFORE = Buffer.from(START, 'latin1').toString('base64');
const AFTER = resumePdf.subarray(END).toString('base64');

const application = goodApplication();
const [resume] = application.attachments ?? [];

/** A correct application with one attachment, whose content contains `{padding}`. */
export const PADDED_APPLICATION = {
	...application,
	attachments: [{ ...resume, content: `${BEFORE}{padding}${AFTER}` }],
};
