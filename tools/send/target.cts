import { CleverConnectWebhookApi } from '../../credentials/CleverConnectWebhookApi.credentials';
import type { Answer } from './answer.cts';
import type { Delivery } from './faults.cts';

/** A sender's URL and authentication. */
export interface Target {
	readonly url: URL;
	/** The value in the credential, such as `bearer`. */
	readonly authentication: string;
	readonly token: string;
	/** The name of the header, the user, or the parameter. */
	readonly name?: string;
}

const WRONG_TOKEN = 'a-token-that-somebody-guessed';
const TIMEOUT_MS = 60_000;

/** Sends a delivery and returns the response. If there is no response, this function doesn't throw. */
export async function send(delivery: Delivery, target: Target): Promise<Answer> {
	const { url, headers } = await authenticate(delivery.secret, target);
	const start = performance.now();
	const finish = (status: number | undefined, text: string): Answer => {
		return { status, text, milliseconds: performance.now() - start };
	};
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { ...headers, 'content-type': delivery.contentType },
			body: delivery.body,
			// Following a redirect could lose the body.
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return finish(response.status, await response.text());
	} catch (error) {
		return finish(undefined, describeFailure(error as Error));
	}
}

/** Returns a target's URL and headers with the token, a wrong token, or none. */
export async function authenticate(
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

/** Node.js's message is only "fetch failed". The reason is in the cause. */
function describeFailure({ name, message, cause }: Error): string {
	if (name === 'TimeoutError') return `timed out after ${TIMEOUT_MS / 1000} s`;
	return (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
