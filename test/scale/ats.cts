import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256, type FileHashes } from './applications.cts';

/** The system that the workflow hands applications over to, outside n8n: it dies of none of its faults. */
export interface Ats {
	readonly url: string;
	/** What was handed over for each `id`, as often as it was. */
	readonly received: ReadonlyMap<number, readonly FileHashes[]>;
	stop(): Promise<void>;
}

/** @param answersAfterMs how long it takes to answer */
export async function startAts(answersAfterMs: number): Promise<Ats> {
	const received = new Map<number, FileHashes[]>();
	const server = createServer((request, response) => {
		void readForm(request).then(async ({ id, hashes }) => {
			received.set(id, [...(received.get(id) ?? []), hashes]);
			await sleep(answersAfterMs);
			response.setHeader('content-type', 'application/json').end('{}');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		stop: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

async function readForm(request: IncomingMessage): Promise<{ id: number; hashes: FileHashes }> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const form = await new Response(Buffer.concat(chunks), {
		headers: { 'content-type': request.headers['content-type'] ?? '' },
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
