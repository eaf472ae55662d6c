import { setTimeout as sleep } from 'node:timers/promises';
import {
	startHttpServer,
	type HttpServer,
	type ReceivedRequest,
} from '../../tools/n8n/servers/httpServer.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import type { FileHashes } from './sentApplications.cts';

/** The system to which the workflow sends applications. Faults in n8n don't affect this system. */
export interface Ats extends Pick<HttpServer, 'url' | 'stop'> {
	/** The files in each request, by application `id`. */
	readonly received: ReadonlyMap<number, readonly FileHashes[]>;
}

/**
 * Starts an ATS.
 *
 * @param answersAfterMs the time until the ATS responds
 */
export async function startAts(answersAfterMs: number): Promise<Ats> {
	const received = new Map<number, FileHashes[]>();
	const { url, stop } = await startHttpServer(async (request) => {
		const { id, hashes } = await readForm(request);
		received.set(id, [...(received.get(id) ?? []), hashes]);
		await sleep(answersAfterMs);
		return { status: 200, body: {} };
	});
	return { url, received, stop };
}

async function readForm({
	headers,
	body,
}: ReceivedRequest): Promise<{ id: number; hashes: FileHashes }> {
	const form = await new Response(body, {
		headers: { 'content-type': headers['content-type'] ?? '' },
	}).formData();
	const hash = async (name: string) => {
		const file = form.get(name);
		return file instanceof Blob ? sha256(Buffer.from(await file.arrayBuffer())) : 'none';
	};
	return {
		id: Number(form.get('id')),
		hashes: { resume: await hash('resume'), letter: await hash('letter') },
	};
}
