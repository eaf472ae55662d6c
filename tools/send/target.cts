import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';

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
export async function post(target: Target, { body, headers, seconds }: Message): Promise<Answer> {
	const { url, headers: authorization } = authenticate(target);
	const signal = AbortSignal.timeout(seconds * 1000);
	const request = (url.protocol === 'https:' ? https : http).request(url, {
		method: 'POST',
		agent: false,
		headers: { ...headers, ...authorization, 'content-length': Buffer.byteLength(body) },
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

/** Returns the URL and the headers that contain the token, if any. */
function authenticate({ url, authentication, token, name }: Target) {
	// Node.js sends each character of a header as a byte.
	const toHeader = (text: string) => Buffer.from(text).toString('latin1');
	const withQuery = new URL(url);
	if (authentication === 'query') withQuery.searchParams.set(name, token);
	const base64 = Buffer.from(`${name}:${token}`).toString('base64');
	const headers: Readonly<Record<string, Record<string, string>>> = {
		bearer: { authorization: toHeader(`Bearer ${token}`) },
		basic: { authorization: `Basic ${base64}` },
		header: { [name]: toHeader(token) },
	};
	return { url: withQuery, headers: headers[authentication] };
}
