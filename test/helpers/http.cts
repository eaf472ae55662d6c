import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { HOST_NAME } from '../../tools/n8n/servers/caddy.cts';
import { TOKEN } from '../../tools/n8n/client/workflow.cts';

/** `localAddress` is the sender's address. On Linux, every address in 127.0.0.0/8 belongs to the machine. */
export interface SendOptions extends http.RequestOptions {
	readonly headers?: http.OutgoingHttpHeaders;
	readonly body?: string | Buffer;
}

/** Begins a request to this machine, on a connection of its own. */
export function open(port: number, path: string, options: SendOptions = {}): http.ClientRequest {
	return http.request({
		...{ host: '127.0.0.1', port, path, method: 'POST', localAddress: '127.0.0.1' },
		...{ agent: false, ...options },
		headers: {
			...{ host: HOST_NAME, 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
			...options.headers,
		},
	});
}

export async function send(port: number, path: string, options: SendOptions = {}) {
	const request = open(port, path, options).end(options.body);
	const [response] = (await once(request, 'response')) as [http.IncomingMessage];
	const { statusCode = 0, headers } = response;
	return { status: statusCode, headers, body: await text(response) };
}
