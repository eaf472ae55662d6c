import type { IWebhookFunctions } from 'n8n-workflow';
import { parseClientAddress } from './access';

/** A delivery as n8n hands it over, reduced to plain values. */
export interface DeliveryRequest {
	/**
	 * IP address of the caller, in its standard spelling, with neither zone nor port: the socket's, or
	 * the client's if `N8N_PROXY_HOPS` is set. An IPv4-mapped IPv6 address is given as IPv4. Empty if
	 * `reportedAddress` is no address.
	 */
	readonly address: string;
	/** The same as n8n reports it. Behind a proxy, this can be any text that the sender wrote. */
	readonly reportedAddress: string;
	/** Whether the request says that it was forwarded, by a proxy that n8n does not trust. */
	readonly isForwardedByStranger: boolean;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly query: unknown;
	/** The parsed body; meaningless unless the content type is JSON. */
	readonly body: unknown;
	/** The bytes that n8n parsed, inflated if they came compressed. */
	readonly rawBody: Buffer;
	readonly receivedAt: Date;
}

const LONGEST_QUOTATION = 64;

export function readRequest(context: IWebhookFunctions, receivedAt: Date): DeliveryRequest {
	const request = context.getRequestObject();
	const reportedAddress = request.ip ?? '';
	return Object.freeze({
		address: parseClientAddress(reportedAddress)?.toString() ?? '',
		reportedAddress,
		isForwardedByStranger:
			'x-forwarded-for' in request.headers && reportedAddress === request.socket.remoteAddress,
		headers: request.headers,
		query: request.query,
		body: request.body,
		rawBody: request.rawBody ?? Buffer.alloc(0),
		receivedAt,
	});
}

/**
 * Returns the caller's address for a log line. Text that is no address is quoted and cut, and loses its
 * invisible characters, so that a sender cannot forge a line.
 */
export function describeAddress({ address, reportedAddress }: DeliveryRequest): string {
	if (address !== '') return address;
	const visible = [...reportedAddress.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')];
	return JSON.stringify(visible.slice(0, LONGEST_QUOTATION).join(''));
}
