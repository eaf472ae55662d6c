import { once } from 'node:events';
import http, {
	type ClientRequest,
	type IncomingMessage,
	type OutgoingHttpHeaders,
} from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { HOST_NAME } from '../../tools/n8n/servers/proxy.cts';
import { TOKEN } from '../../tools/n8n/client/workflow.cts';

export interface SendOptions {
	readonly method?: string;
	readonly headers?: OutgoingHttpHeaders;
	readonly body?: string | Buffer;
	/** The sender's address. On Linux, every address in 127.0.0.0/8 belongs to the machine. */
	readonly from?: string;
	readonly ca?: string;
	readonly timeoutMs?: number;
}

/** Begins a request to this machine, on a connection of its own. */
export function open(
	port: number,
	path: string,
	{ method = 'POST', headers, from = '127.0.0.1', ca, timeoutMs }: SendOptions = {},
): ClientRequest {
	const options = {
		...{ host: '127.0.0.1', port, path, method, localAddress: from, agent: false },
		headers: {
			...{ host: HOST_NAME, 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
			...headers,
		},
		...(timeoutMs !== undefined && { signal: AbortSignal.timeout(timeoutMs) }),
	};
	if (ca === undefined) return http.request(options);
	return https.request({ ...options, ca, servername: HOST_NAME });
}

export async function send(port: number, path: string, options: SendOptions = {}) {
	const request = open(port, path, options).end(options.body);
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const { statusCode = 0, headers } = response;
	return { status: statusCode, headers, body: await text(response) };
}
