import type { Refusal } from '../response/refusal';
import type { DeliveryRequest } from '../request';
import { err, ok, type Result } from '../common/result';
import type { AccessPolicy } from './credentialRules';
import { digestSecret, isAccepted } from './secretComparison';

const ADDRESS_NOT_ALLOWED: Refusal = {
	kind: 'addressNotAllowed',
	detail: 'Deliveries from this address are not accepted here.',
};

/** Checks a request's address first, then its token. */
export function authorize(
	request: DeliveryRequest,
	{ allowlist, token }: AccessPolicy,
): Result<undefined, Refusal> {
	if (allowlist.size > 0 && !allowlist.allows(request.address)) return err(ADDRESS_NOT_ALLOWED);
	if (token === undefined) return requireDirectSender(request);
	// Stryker disable next-line StringLiteral: another text equals no accepted secret either.
	const presented = digestSecret(token.scheme.present(request) ?? '');
	if (isAccepted(presented, token.accepted)) return ok(undefined);
	return err({
		kind: 'notAuthenticated',
		detail: 'The delivery carries no valid credentials.',
		challenge: token.scheme.challenge,
	});
}

/**
 * Without a token, the address is the only protection. If a forwarded request comes from a private address, this is
 * probably the address of a proxy in front of n8n. If n8n doesn't trust the proxy, every request seems to come from it.
 *
 * A web page could send applications from the browser of anyone whose address is allowed. Browsers send `Origin`
 * with every POST request (https://fetch.spec.whatwg.org/#origin-header), and n8n's preflight response allows
 * every origin.
 */
function requireDirectSender({
	headers,
	isPrivate,
	isForwarded,
}: DeliveryRequest): Result<undefined, Refusal> {
	if (isPrivate && isForwarded) return err(ADDRESS_NOT_ALLOWED);
	if (!Object.hasOwn(headers, 'origin')) return ok(undefined);
	return err({
		kind: 'sentByBrowser',
		detail: 'Deliveries from a browser are not accepted here.',
	});
}
