import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../tools/common/sha256.cts';
import { startHttpServer } from '../../tools/n8n/servers/httpServer.cts';
import { readForm } from './forms.cts';

const ANSWERS_AFTER_MS = 300;

export type Ats = Awaited<ReturnType<typeof startAts>>;

/** Starts the system to which the documented workflows send applications. */
export async function startAts() {
	/** The SHA-256 hashes of the CV and the letter in each request, by application `id`. */
	const received = new Map<number, string[][]>();
	const { url } = await startHttpServer(async (request) => {
		const form = await readForm(request);
		const hashOf = async (name: string) =>
			sha256(Buffer.from(await (form.get(name) as File).arrayBuffer()));
		const hashes = [await hashOf('resume'), await hashOf('letter')];
		const id = Number(form.get('id'));
		received.set(id, [...(received.get(id) ?? []), hashes]);
		await sleep(ANSWERS_AFTER_MS);
		return { status: 200, body: {} };
	});
	return { url, received };
}
