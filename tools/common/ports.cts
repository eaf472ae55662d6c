import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Returns free ports. All of them are open at the same time, so they differ, and are then closed. */
export async function findFreePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer().listen(0));
	await Promise.all(servers.map((server) => once(server, 'listening')));
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map((server) => once(server.close(), 'close')));
	return ports;
}
