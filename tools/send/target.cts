import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';

export interface Target {
	readonly url: URL;
	/** The value in the credential, such as `bearer`. */
	readonly authentication: string;
	readonly token: string;
	/** The name of the header, the user, or the parameter. */
	readonly name: string;
}

interface Message {
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly seconds: number;
}

export interface Answer {
	/** Absent if there was no response. */
	readonly status: number | undefined;
	/** The body, or the reason why there is no response. */
	readonly text: string;
	/** The sender's own address, if it's known. */
	readonly ownAddress?: string | undefined;
}

/** Sends a request on a connection of its own, and returns the response, or why there is none. */
export async function post(
	{ url: { href }, authentication, token, name }: Target,
	{ body, seconds, ...message }: Message,
): Promise<Answer> {
	const { headers, qs = {} } = await new CleverConnectWebhookApi().authenticate(
		{ authentication, token, headerName: name, username: name, queryParameter: name },
		{ url: href, headers: message.headers },
	);
	const url = new URL(href);
	for (const [key, value] of Object.entries(qs as Record<string, string>)) {
		url.searchParams.set(key, value);
	}
	const signal = AbortSignal.timeout(seconds * 1000);
	const request = (url.protocol === 'https:' ? https : http).request(url, {
		method: 'POST',
		agent: false,
		headers: { ...(headers as Message['headers']), 'content-length': Buffer.byteLength(body) },
		signal,
	});
	// The connection can break after the response.
	request.on('error', () => {}).end(body);
	try {
		const [response, socket] = (await Promise.race([
			once(request, 'response'),
			once(request, 'upgrade'),
		])) as [IncomingMessage, Socket?];
		const { localAddress: ownAddress } = response.socket;
		socket?.destroy();
		const text = socket ? '' : await readText(response).catch(() => '');
		return { status: response.statusCode, text, ownAddress };
	} catch (error) {
		const text = signal.aborted ? `timed out after ${seconds} s` : (error as Error).message;
		return { status: undefined, text };
	}
}
