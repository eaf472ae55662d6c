import { once } from 'node:events';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createFolder, registerCleanUp } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { respondWith, type Answer } from '../../tools/n8n/servers/httpServer.cts';

/**
 * Starts a proxy that answers on behalf of the vendors. With the returned environment, n8n sends its HTTP requests to
 * other machines through the proxy, and doesn't check certificates. The path of each request is the whole URL.
 */
export async function startVendors(answer: Answer) {
	const folder = await createFolder('vendors');
	const certificate =
		'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=vendor -keyout key -out cert';
	await run('openssl', certificate.split(' '), { cwd: folder });
	const [cert, key] = await Promise.all(
		['cert', 'key'].map(async (name) => await readFile(path.join(folder, name))),
	);
	const vendors = createServer(
		{ cert, key },
		respondWith(async (request) => {
			const url = `https://${request.headers.host}${request.path}`;
			return await answer({ ...request, path: url });
		}),
	);
	const proxy = createProxy().on('connect', (_request, socket) => {
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		vendors.emit('connection', socket);
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	registerCleanUp(async () => {
		vendors.closeAllConnections();
		await once(proxy.close(), 'close');
	});
	return {
		HTTPS_PROXY: url,
		HTTP_PROXY: url,
		NO_PROXY: 'localhost,127.0.0.1',
		NODE_TLS_REJECT_UNAUTHORIZED: '0',
	};
}
