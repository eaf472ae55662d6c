import { isExhausted, type Work } from './inflate';
import type { Inspection } from './inspection';
import { inspectOfficePackage, readElements } from './officePackage';
import { isZip, readEntry, readZipFile, type ZipFile } from './zipFile';

const ZIP_TYPE = 'application/zip';
/** OpenDocument 1.3, part 2, § 3.3, and EPUB 3.3 § 4.3: the file that contains the type of the whole document. */
const STATED_TYPE = 'mimetype';
const STATED_TYPES =
	/^application\/(?:epub\+zip|vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics|chart|formula|image|base)(?:-master|-template|-web)*)$/;
/** In bytes. Longer than each of these types with white space. */
const MAXIMUM_TYPE = 128;
const MANIFEST = 'meta-inf/manifest.xml';
/** Real CVs need up to 441 steps. */
const MAXIMUM_STEPS = 450;
/** In bytes. The largest of 2,480 real CVs in a ZIP contains 40 MB. */
const MAXIMUM_SIZE = 100_000_000;

/** Returns the facts found in a ZIP, or `undefined` for other files. */
export function inspectZip(bytes: Buffer): Inspection | undefined {
	if (!isZip(bytes)) return undefined;
	const work: Work = { steps: MAXIMUM_STEPS };
	const zip = readZipFile(bytes, work);
	if (!zip) return { container: ZIP_TYPE, isDamaged: true };
	// Word reads only the content types, even if a file also states a type, as OpenDocument files do.
	const inspection = inspectOfficePackage(zip) ?? inspectOpenDocument(zip) ?? { type: ZIP_TYPE };
	const size = zip.entries.reduce((sum, entry) => sum + entry.size, 0);
	const isUnchecked = isExhausted(work) || size > MAXIMUM_SIZE;
	return { ...inspection, container: ZIP_TYPE, isUnchecked };
}

/** Inspects an OpenDocument or EPUB file. */
function inspectOpenDocument(zip: ZipFile): Inspection | undefined {
	const find = (wanted: string) => zip.entries.find(({ name }) => name === wanted);
	const stated = find(STATED_TYPE);
	const type = (stated && readEntry(zip, stated, MAXIMUM_TYPE)?.toString('latin1').trim()) ?? '';
	if (!STATED_TYPES.test(type)) return undefined;
	const manifest = find(MANIFEST);
	if (!manifest) return { type, isEncrypted: false };
	const elements = readElements(zip, manifest, 'algorithm');
	if (!elements) return { type, isDamaged: !isExhausted(zip.work) };
	// The manifest names an algorithm for each encrypted part.
	return { type, isEncrypted: elements.list('algorithm').length > 0 };
}
