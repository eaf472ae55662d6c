import {
	Z_BLOCK,
	Z_OK,
	Z_STREAM_END,
	Z_SYNC_FLUSH,
	ZStream,
	zlibInflate,
	zlibInflateInit2,
	zlibInflateReset,
} from 'pako';

/** The work that can still be done. One unit is the time, roughly 10 ns, that inflating one unrepeated byte takes. */
export interface Budget {
	rest: number;
}

/** In bytes. */
const INFLATED_AT_ONCE = 16_384;
/** The maximum input, in bytes, for reading only the beginning. A deflate block's tables are shorter than this. */
const MAXIMUM_START = 512;
/** In units. Covers a deflate block's tables. */
export const BLOCK_COST = 1024;
/** The costs, in units, of a byte of output and of input, unless one unit for each byte of output is less. */
const REPEATED_COST = 0.2;
const INPUT_COST = 2.5;
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

/**
 * Returns at least `length` bytes of inflated data or, if there are fewer, all of it. Returns `undefined` if the data
 * is broken before that, or the budget is too small.
 */
export function inflate(data: Buffer, budget: Budget, length: number): Buffer | undefined {
	const chunks: Buffer[] = [];
	let rest = length;
	const isComplete = inflateStepwise(data, budget, (chunk) => {
		chunks.push(Buffer.from(chunk));
		rest -= chunk.length;
		return rest > 0;
	});
	return isComplete || (rest <= 0 && budget.rest >= 0) ? Buffer.concat(chunks) : undefined;
}

/**
 * Inflates data step by step, as long as a condition is met and the budget lasts, and returns whether it reached the
 * end of the data within the budget. A step never goes beyond the end of a block (RFC 1951 § 3.2.3), because each block
 * can have its own tables, which take longer to read than short content.
 */
export function inflateStepwise(
	data: Buffer,
	budget: Budget,
	isWanted: (chunk: Buffer, consumed: number) => boolean,
): boolean {
	startInflating(data);
	let status: number = Z_OK;
	while (status === Z_OK && budget.rest >= 0) {
		const start = stream.next_in;
		stream.next_out = 0;
		stream.avail_out = INFLATED_AT_ONCE;
		status = zlibInflate(stream, Z_BLOCK);
		const { next_in: consumed, next_out: produced } = stream;
		budget.rest -= Math.min(produced, produced * REPEATED_COST + (consumed - start) * INPUT_COST);
		// The last step only ends the stream, and costs nothing.
		if (status !== Z_STREAM_END) budget.rest -= BLOCK_COST;
		if (!isWanted(inflated.subarray(0, produced), consumed)) break;
	}
	// Otherwise, the stream would keep the whole file in memory until it is used again.
	stream.input = NOTHING;
	return status === Z_STREAM_END;
}

/**
 * Returns the first `length` bytes of inflated data, or fewer if there are no more. Returns `undefined` if more than
 * `MAXIMUM_START` bytes of input might be needed.
 */
export function inflateStart(data: Buffer, length: number): Buffer | undefined {
	startInflating(data.subarray(0, MAXIMUM_START));
	stream.avail_out = length;
	zlibInflate(stream, Z_SYNC_FLUSH);
	stream.input = NOTHING;
	const isShort = stream.next_out < length && data.length > MAXIMUM_START;
	return isShort ? undefined : Buffer.from(inflated.subarray(0, stream.next_out));
}

function startInflating(data: Buffer): void {
	zlibInflateReset(stream);
	stream.input = data;
	stream.next_in = 0;
	stream.avail_in = data.length;
	stream.output = inflated;
	stream.next_out = 0;
}
