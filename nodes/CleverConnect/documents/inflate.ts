import { Z_BLOCK, Z_OK, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako';

/** Limits the work for one file. */
export interface Work {
	/** How many steps may still be done. A step takes at most about 0.15 ms. */
	steps: number;
}

/** In bytes. */
const INFLATED_AT_ONCE = 16_384;
/**
 * Stands for 32 KB, deflate's largest window. The number is negative because the data has no zlib header (zlib.h,
 * `inflateInit2`).
 */
const RAW_WINDOW = -15;

/**
 * The stream that inflates all data, one piece after another. With a heap as large as n8n's, allocating a new stream
 * can take far longer than inflating a small piece.
 */
const stream = new ZStream();
zlibInflateInit2(stream, RAW_WINDOW);
const inflated = Buffer.alloc(INFLATED_AT_ONCE);
const NOTHING = Buffer.alloc(0);

export function isExhausted({ steps }: Work): boolean {
	return steps === 0;
}

/** Deducts steps, and returns whether enough were left. Otherwise, none are left afterwards. */
export function spend(work: Work, steps: number): boolean {
	const isEnough = work.steps >= steps;
	work.steps = Math.max(0, work.steps - steps);
	return isEnough;
}

/**
 * Inflates the beginning of deflated data (RFC 1951), up to `limit` bytes. A step ends with a block (§ 3.2.3) at the
 * latest, because each block can have its own tables, which take longer to read than short content.
 */
export function inflate(data: Buffer, limit: number, work: Work) {
	zlibInflateReset(stream);
	Object.assign(stream, { input: data, next_in: 0, avail_in: data.length, output: inflated });
	const chunks: Buffer[] = [];
	let length = 0;
	let hasMore = true;
	while (hasMore && length < limit && spend(work, 1)) {
		stream.next_out = 0;
		stream.avail_out = Math.min(INFLATED_AT_ONCE, limit - length);
		const status = zlibInflate(stream, Z_BLOCK);
		hasMore = status === Z_OK && (stream.avail_in > 0 || stream.avail_out === 0);
		chunks.push(Buffer.from(inflated.subarray(0, stream.next_out)));
		length += stream.next_out;
	}
	// Otherwise, the stream would keep the whole file in memory until it is used again.
	stream.input = NOTHING;
	return {
		content: Buffer.concat(chunks),
		/** The number of bytes of the data that were read. */
		consumed: stream.next_in,
	};
}
