import type { IWebhookFunctions } from 'n8n-workflow';
import { parseAddress } from './ipAddress';

/** What a delivery is decided on: n8n's request, reduced to plain values. */
export interface DeliveryRequest {
	/**
	 * Address of the caller as n8n reports it: the socket's, or by `N8N_PROXY_HOPS` the client's. An
	 * IPv4-mapped IPv6 address as IPv4, without zone.
	 */
	readonly address: string;
	/** Whether the request says that it was forwarded, by a proxy that n8n does not trust. */
	readonly isForwardedByStranger: boolean;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly query: unknown;
	/** The parsed body; meaningless unless the content type is JSON. */
	readonly body: unknown;
	/** The bytes that n8n parsed, inflated where they came compressed. */
	readonly rawBody: Buffer;
	readonly receivedAt: Date;
}

export function readRequest(context: IWebhookFunctions, receivedAt: Date): DeliveryRequest {
	const request = context.getRequestObject();
	const address = request.ip ?? '';
	return Object.freeze({
		address: parseAddress(address)?.toString() ?? address,
		isForwardedByStranger:
			'x-forwarded-for' in request.headers && address === request.socket.remoteAddress,
		headers: request.headers,
		query: request.query,
		body: request.body,
		rawBody: request.rawBody ?? Buffer.alloc(0),
		receivedAt,
	});
}
