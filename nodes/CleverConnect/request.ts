import type { IWebhookFunctions } from 'n8n-workflow';
import { normalizeClientAddress } from './common/ipAddress';

/** A delivery that n8n has received, as plain values. */
export interface DeliveryRequest {
	readonly receivedAt: Date;
	/**
	 * The caller's IP address in canonical notation, without a zone or port. If `N8N_PROXY_HOPS` is set, this can be
	 * the client's address instead of the socket's. An IPv4-mapped IPv6 address is given as an IPv4 address. Empty if
	 * n8n reports text that isn't an address. Behind a proxy, the sender can choose this text.
	 */
	readonly address: string;
	/** The address or, if there is none, the text that n8n reports, quoted and shortened for logs. */
	readonly sender: string;
	/**
	 * Whether the `X-Forwarded-For` header names more addresses than n8n trusts. If so, `address` might be a proxy's.
	 * The sender can put any addresses into this header.
	 */
	readonly isForwarded: boolean;
	/**
	 * With `check`, the sender only wants to know what would happen to the application. `unclear` if there is an
	 * `X-Check-Only` header that is neither `true` nor `false`.
	 */
	readonly purpose: 'delivery' | 'check' | 'unclear';
	/** The headers by lowercase name. */
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly query: unknown;
	/** The parsed body, which is meaningless unless the content type is JSON. Absent if n8n didn't parse the body. */
	readonly body: unknown;
	/** The body's bytes, after any decompression. Empty if n8n didn't read the body. */
	readonly rawBody: Buffer;
}

export function readRequest(context: IWebhookFunctions): DeliveryRequest {
	const request = context.getRequestObject();
	const reportedAddress = request.ip ?? '';
	const address = normalizeClientAddress(reportedAddress) ?? '';
	const namedAddresses = String(request.headers['x-forwarded-for'] ?? '').match(/[^\s,]+/g) ?? [];
	return {
		receivedAt: new Date(),
		address,
		sender: address === '' ? quote(reportedAddress) : address,
		isForwarded: namedAddresses.length > request.ips.length,
		purpose: readPurpose(request.headers['x-check-only']),
		headers: request.headers,
		query: request.query,
		body: request.body,
		rawBody: request.rawBody ?? Buffer.alloc(0),
	};
}

/** If this header is repeated, Node.js joins its values with a comma. */
function readPurpose(checkOnly: string | string[] = 'false'): DeliveryRequest['purpose'] {
	const values = String(checkOnly).toLowerCase().split(',');
	const areAll = (wanted: string) => values.every((value) => value.trim() === wanted);
	if (areAll('true')) return 'check';
	return areAll('false') ? 'delivery' : 'unclear';
}

const LONGEST_QUOTATION = 64;

/**
 * Quotes and shortens a text, without control and format characters, so that a sender can't forge a line of a log. `%` is
 * also removed, because n8n's logger (winston) would take `%s`, for example, for a placeholder.
 */
function quote(text: string): string {
	const visible = [...text.replace(/[%\p{C}\p{Zl}\p{Zp}]/gu, '')];
	return JSON.stringify(visible.slice(0, LONGEST_QUOTATION).join(''));
}
