import type { Refusal, RefusalKind } from './refusals';
import type { DeliveryRequest } from './request';

const LONGEST_QUOTATION = 64;

const LISTED = 'The response to the sender lists the problems.';

/** Advice for the workflow's owner about a refusal, in addition to the text of the response. */
const ADVICE: Readonly<Partial<Record<RefusalKind, string>>> = {
	notAuthenticated:
		"If CleverConnect sent this delivery, compare the token that they use with the one in the trigger's credential.",
	unclearCheck: 'Ask the sender to correct the header, or to leave it out.',
	notAnApplication: LISTED,
	overLimit: LISTED,
	unavailable: 'To see the reason, open the failed execution or log entry from the minute before.',
};

const ALLOW_ADDRESS = "add the address to 'Allowed IP Addresses' in the trigger's credential.";

/** Returns a message about a refusal for n8n's log, without candidate data. Its first sentence lacks a subject. */
export function composeRefusalMessage(request: DeliveryRequest, refusal: Refusal): string {
	const { kind, detail } = refusal;
	const advice =
		kind === 'addressNotAllowed' ? adviseOnAddress(request) : (refusal.advice ?? ADVICE[kind]);
	const refused = `refused a delivery from ${describeAddress(request)}: ${detail}`;
	return advice === undefined ? refused : `${refused} ${advice}`;
}

/** Returns the sentence that n8n's log contains about a check. It reveals a forgotten `X-Check-Only` header. */
export function composeCheckMessage(request: DeliveryRequest): string {
	return `checked an application from ${describeAddress(request)} without accepting it, because the request has the X-Check-Only header.`;
}

/** Returns advice about a refused address, or `undefined` if n8n sees no valid address. */
function adviseOnAddress({ address, isForwarded }: DeliveryRequest): string | undefined {
	if (address === '') return undefined;
	return isForwarded
		? `If ${address} is the address of your own proxy, set N8N_PROXY_HOPS to the number of your own proxies (1 behind this project's nginx), and make sure that they pass on the sender's address in X-Forwarded-For. Do not allow this address, because that would allow everyone. If it is CleverConnect's, ${ALLOW_ADDRESS}`
		: `If CleverConnect sent this delivery, ${ALLOW_ADDRESS}`;
}

/**
 * Returns the caller's address for a log line. So that a sender can't forge a line, text that isn't an address is
 * quoted, truncated, and stripped of control and format characters. `%` is also removed, because n8n's logger (winston)
 * would take `%s`, for example, for a placeholder.
 */
function describeAddress({ address, reportedAddress }: DeliveryRequest): string {
	if (address !== '') return address;
	const visible = [...reportedAddress.replace(/[%\p{C}\p{Zl}\p{Zp}]/gu, '')];
	return JSON.stringify(visible.slice(0, LONGEST_QUOTATION).join(''));
}
