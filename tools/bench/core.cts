import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readApplication } from '../../nodes/CleverConnect/application';
import { parseAcceptedTypes, readAttachments } from '../../nodes/CleverConnect/attachments';
import { makeRequest } from '../../test/helpers/requests.cts';
import { findMedian } from './median.cts';
import { createPayload, PAYLOADS } from './largeBody.cts';

/** The time and the allocated memory for one application. */
export interface CoreMeasurement {
	readonly milliseconds: number;
	readonly kilobytes: number;
}

const ROUNDS = 15;
const APPLICATIONS = 100;

/** Measures the node's own work for one application, and only the decoding of its files. */
export async function measureCore(): Promise<Record<'ours' | 'decodeOnly', CoreMeasurement>> {
	const rawBody = createPayload(PAYLOADS['200 KB'])(1);
	const body = JSON.parse(rawBody.toString()) as { attachments: Array<{ content: string }> };
	const request = makeRequest({ body, rawBody });
	const acceptedTypes = parseAcceptedTypes('pdf, doc, docx');

	const work = {
		ours: () => {
			const application = readApplication(request, {
				maxFileMegabytes: Infinity,
				output: 'application',
			});
			if (!application.ok) throw new Error(application.error.detail);
			createHash('sha256').update(request.rawBody).digest('hex');
			return readAttachments(application.value.body, acceptedTypes);
		},
		decodeOnly: () => body.attachments.map(({ content }) => Buffer.from(content, 'base64')),
	};

	const rounds = { ours: [] as number[], decodeOnly: [] as number[] };
	for (let round = 0; round < ROUNDS; round++) {
		for (const name of ['ours', 'decodeOnly'] as const) {
			rounds[name].push(await measureTime(work[name]));
		}
	}
	return {
		ours: {
			milliseconds: findMedian(rounds.ours),
			kilobytes: await measureAllocation(work.ours),
		},
		decodeOnly: {
			milliseconds: findMedian(rounds.decodeOnly),
			kilobytes: await measureAllocation(work.decodeOnly),
		},
	};
}

async function measureTime(work: () => unknown): Promise<number> {
	const start = performance.now();
	for (let count = 0; count < APPLICATIONS; count++) await work();
	return (performance.now() - start) / APPLICATIONS;
}

/**
 * Returns the memory that one application leaves to the garbage collector, which doesn't run during the
 * measurement.
 */
async function measureAllocation(work: () => unknown): Promise<number> {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;
	const samples: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		collectGarbage();
		const before = process.memoryUsage();
		await work();
		const after = process.memoryUsage();
		samples.push(after.heapUsed - before.heapUsed + after.arrayBuffers - before.arrayBuffers);
	}
	return findMedian(samples) / 1024;
}
