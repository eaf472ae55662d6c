import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import type { Answer } from './answer.cts';
import type { Delivery } from './faults.cts';

export interface Target {
	readonly url: URL;
	/** The value in the credential, such as `bearer`. */
	readonly authentication: string;
	readonly token: string;
	/** The name of the header, the user, or the parameter. */
	readonly name?: string;
}

const WRONG_TOKEN = 'a-token-that-somebody-guessed';

interface Message extends Pick<Delivery, 'secret'> {
	readonly body: string | Buffer;
	readonly headers: Readonly<Record<string, string>>;
	readonly seconds: number;
}

export async function send(delivery: Delivery, target: Target): Promise<Answer> {
	const headers = { 'content-type': delivery.contentType };
	return await post({ ...delivery, headers, seconds: 60 }, target);
}

/** Sends a request on a connection of its own, and returns the response, or why there is none. */
export async function post(
	{ body, secret, seconds, ...message }: Message,
	target: Target,
): Promise<Answer> {
	const { url, headers } = await authenticate(secret, target);
	const signal = AbortSignal.timeout(seconds * 1000);
	const start = performance.now();
	const request = (url.protocol === 'https:' ? https : http).request(url, {
		method: 'POST',
		agent: false,
		headers: { ...message.headers, ...headers, 'content-length': Buffer.byteLength(body) },
		signal,
	});
	const finish = (status: number | undefined, text: string): Answer => {
		const milliseconds = performance.now() - start;
		return { status, text, milliseconds, ownAddress: request.socket?.localAddress };
	};
	// The connection can break after the response.
	request.on('error', () => {}).end(body);
	try {
		const [response, socket] = (await Promise.race([
			once(request, 'response'),
			once(request, 'upgrade'),
		])) as [IncomingMessage, Socket?];
		socket?.destroy();
		return finish(response.statusCode, socket ? '' : await readText(response).catch(() => ''));
	} catch (error) {
		const { message: reason } = error as Error;
		return finish(undefined, signal.aborted ? `timed out after ${seconds} s` : reason);
	}
}

/** Returns a target's URL and headers with the token, a wrong token, or none. */
async function authenticate(
	secret: Delivery['secret'],
	{ url, authentication, token, name = '' }: Target,
): Promise<{ readonly url: URL; readonly headers: Record<string, string> }> {
	if (secret === 'none') return { url, headers: {} };
	const { headers, qs } = await new CleverConnectWebhookApi().authenticate(
		{
			authentication,
			token: secret === 'wrong' ? WRONG_TOKEN : token,
			headerName: name,
			username: name,
			queryParameter: name,
		},
		{ url: url.href },
	);
	const authenticated = new URL(url);
	for (const [key, value] of Object.entries((qs ?? {}) as Record<string, string>)) {
		authenticated.searchParams.set(key, value);
	}
	return { url: authenticated, headers: headers as Record<string, string> };
}
