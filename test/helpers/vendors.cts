import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { ReceivedRequest, Reply } from '../../tools/n8n/servers/httpServer.cts';
import { makeCertificate } from '../../tools/n8n/servers/proxy.cts';

/** A request to a vendor. The path is the whole URL. */
export type VendorRequest = ReceivedRequest;

/** Returns a vendor's answer. Without an answer, the connection is closed. */
type Answer = (request: VendorRequest) => Reply | undefined;

/**
 * Starts a proxy that answers on behalf of the vendors. An n8n with the given environment sends all its requests to
 * other machines through the proxy, and trusts the proxy's certificate.
 */
export async function startVendors(hosts: readonly string[], answer: Answer) {
	const folder = await mkdtemp(path.join(tmpdir(), 'vendors-'));
	const [certificate, key] = ['vendors.crt', 'vendors.key'] as const;
	const cert = await makeCertificate(folder, certificate, key, hosts);
	const vendors = createServer({ cert, key: await readFile(path.join(folder, key)) });
	vendors.on('request', (incoming, outgoing) => {
		void (async () => {
			const { method = '', url = '', headers } = incoming;
			const target = `https://${headers.host}${url}`;
			const reply = answer({ method, path: target, headers, body: await buffer(incoming) });
			if (!reply) return incoming.socket.destroy();
			const { status, body = '', headers: sent } = reply;
			outgoing.writeHead(status, { 'content-type': 'application/json', ...sent });
			return outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
		})().catch(() => incoming.socket.destroy());
	});
	const proxy = createProxy().on('connect', (_request, socket) => {
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		vendors.emit('connection', socket);
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	return {
		environment: {
			HTTPS_PROXY: url,
			HTTP_PROXY: url,
			NO_PROXY: 'localhost,127.0.0.1',
			NODE_EXTRA_CA_CERTS: path.join(folder, certificate),
		},
		stop: async () => {
			vendors.closeAllConnections();
			proxy.close();
			await rm(folder, { recursive: true });
		},
	};
}
