import type { Refusal, RefusalKind } from './refusal';
import type { DeliveryRequest } from './request';

const LONGEST_QUOTATION = 64;

/** Advice for the owner about a refusal, in addition to the response's text. */
const ADVICE: Readonly<Partial<Record<RefusalKind, string>>> = {
	notAuthenticated:
		"If CleverConnect sent this delivery, compare the token that CleverConnect uses with the token in the trigger's credential.",
	addressNotAllowed:
		"If CleverConnect sent this delivery, add the address to 'Allowed IP Addresses' in the trigger's credential.",
	sentByBrowser:
		"With 'Authentication' set to 'None (IP Addresses Only)', web pages cannot send applications. To test from a web page, choose a different 'Authentication'.",
	credentialUnsound:
		"Under 'Executions', open the failed execution, which says what to correct in the trigger's credential.",
	fileTooLarge: "To accept larger files, change 'Maximum File Size (MB)' in the trigger.",
	unprocessable: 'The answer to the sender lists the problems.',
};

const UNTRUSTED_PROXY =
	"The delivery arrived through a proxy that n8n does not trust. Set N8N_PROXY_HOPS to the number of proxies in front of n8n, so that n8n sees the sender's own address.";

/**
 * Returns the line about a refusal for n8n's log. It contains the address, reason, and advice, but none
 * of the sent data.
 */
export function composeRefusalLine(request: DeliveryRequest, { kind, detail }: Refusal): string {
	const isBehindProxy = kind === 'addressNotAllowed' && request.isForwardedByStranger;
	const advice = isBehindProxy ? UNTRUSTED_PROXY : ADVICE[kind];
	const refused = `CleverConnect Trigger refused a delivery from ${describeAddress(request)}: ${detail}`;
	return advice === undefined ? refused : `${refused} ${advice}`;
}

/**
 * Returns the caller's address for a log line. Text that isn't an address is quoted, truncated, and
 * stripped of invisible characters, so that a sender can't forge a line.
 */
function describeAddress({ address, reportedAddress }: DeliveryRequest): string {
	if (address !== '') return address;
	const visible = [...reportedAddress.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')];
	return JSON.stringify(visible.slice(0, LONGEST_QUOTATION).join(''));
}
