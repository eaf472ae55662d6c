import { constants, deflateRawSync } from 'node:zlib';
import { WORD_MAIN_PARTS } from '../../tools/samples/files.cts';
import { store, TYPES_PART, typesXml } from './zips.cts';

const CHUNK_SIZE = 1024 ** 2;

/**
 * Returns a DOCX whose text is a single repeated character. By default, 1.9 MB unpack to 1.9 GB. The text's checksum is
 * wrong, because calculating it would take longer than everything else.
 */
export function makeDocxBomb(size = 1.9e9, declaredSize?: number): Buffer {
	const start = '<w:document><w:body><w:p><w:r><w:t>';
	const end = '</w:t></w:r></w:p></w:body></w:document>';
	const count = Math.ceil(size / CHUNK_SIZE);
	const chunk = deflatePart('a'.repeat(CHUNK_SIZE));
	const text = Buffer.alloc(count * chunk.length, chunk);
	const data = Buffer.concat([deflatePart(start), text, deflateRawSync(end)]);
	const realSize = count * CHUNK_SIZE + start.length + end.length;
	const types = typesXml(WORD_MAIN_PARTS.docx);
	const docx = store({ [TYPES_PART]: types, 'word/document.xml': data });
	// Changes the compression method and the size of the last entry (APPNOTE.TXT § 4.3.7, § 4.3.12).
	const [local, entry] = [docx.lastIndexOf('PK\x03\x04'), docx.lastIndexOf('PK\x01\x02')];
	for (const method of [local + 8, entry + 10]) docx.writeUInt16LE(8, method);
	for (const place of [local + 22, entry + 24]) docx.writeUInt32LE(declaredSize ?? realSize, place);
	return docx;
}

/** Returns raw deflated content that can be repeated, because it has no last block and refers to nothing before it. */
function deflatePart(text: string): Buffer {
	return deflateRawSync(text, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
}
