import type { IWebhookFunctions } from 'n8n-workflow';
import { isPrivateAddress, parseClientAddress } from './common/ipAddress';

/** A delivery as n8n received it, as plain values. */
export interface DeliveryRequest {
	/**
	 * The caller's IP address in canonical notation, without zone and port: the socket's address, or the
	 * client's address if `N8N_PROXY_HOPS` is set. An IPv4-mapped IPv6 address is given as IPv4. Empty if
	 * `reportedAddress` isn't an address.
	 */
	readonly address: string;
	/** The address as n8n reports it. Behind a proxy, it can be any text that the sender chose. */
	readonly reportedAddress: string;
	/** Whether `address` is one that only a private network has. */
	readonly isPrivate: boolean;
	/**
	 * Whether the request names more addresses than n8n trusts, so that `address` might be that of a proxy instead
	 * of the sender. The sender can name any addresses.
	 */
	readonly isForwarded: boolean;
	/** Whether the sender only wants to know what would happen to the application. */
	readonly isCheckOnly: boolean;
	/** The headers by name, in lowercase. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly query: unknown;
	/** The parsed body, which is meaningless unless the content type is JSON. Absent if n8n didn't parse it. */
	readonly body: unknown;
	/** The bytes that n8n parsed, after decompression. */
	readonly rawBody: Buffer;
}

/** Returns the request that a webhook call handles. */
export function readRequest(context: IWebhookFunctions): DeliveryRequest {
	const request = context.getRequestObject();
	const reportedAddress = request.ip ?? '';
	const address = parseClientAddress(reportedAddress);
	const namedAddresses = String(request.headers['x-forwarded-for'] ?? '').match(/[^\s,]+/g) ?? [];
	return Object.freeze({
		address: address?.toString() ?? '',
		reportedAddress,
		isPrivate: address !== undefined && isPrivateAddress(address),
		isForwarded: namedAddresses.length > request.ips.length,
		isCheckOnly: /^true$/i.test(String(request.headers['x-check-only'])),
		headers: request.headers,
		query: request.query,
		body: request.body,
		rawBody: request.rawBody ?? Buffer.alloc(0),
	});
}
