import { makeRefusal, type Refusal } from '../refusals';
import type { DeliveryRequest } from '../request';
import { err, ok, type Result } from '../common/result';
import type { AccessPolicy } from './credentialRules';
import { digestSecret, isAccepted } from './secretComparison';

/** Checks a request's address and then its token or, with `none`, its headers. */
export function authorize(
	request: DeliveryRequest,
	{ allowlist, token }: AccessPolicy,
): Result<undefined, Refusal> {
	if (allowlist.size > 0 && !allowlist.allows(request.address))
		return err(makeRefusal('addressNotAllowed'));
	if (token === 'none') return requireDirectSender(request);
	// Stryker disable next-line StringLiteral: Stryker's text also differs from all accepted secrets.
	const presented = digestSecret(token.scheme.extract(request) ?? '');
	if (isAccepted(presented, token.accepted)) return ok(undefined);
	return err(makeRefusal('notAuthenticated', { challenge: token.scheme.challenge }));
}

/**
 * Without a token, the sender's address is the only protection. If a forwarded request comes from a private address,
 * the address probably belongs to a proxy that n8n doesn't trust. Every request through it seems to come from it.
 *
 * A web page could send applications through the browser of anyone whose address is allowed, because n8n's response to
 * a CORS preflight request allows every origin. Browsers send an `Origin` header with every POST request
 * (https://fetch.spec.whatwg.org/#origin-header), so requests with this header are refused.
 */
function requireDirectSender({
	headers,
	isPrivate,
	isForwarded,
}: DeliveryRequest): Result<undefined, Refusal> {
	if (isPrivate && isForwarded) return err(makeRefusal('addressNotAllowed'));
	if (!Object.hasOwn(headers, 'origin')) return ok(undefined);
	return err(makeRefusal('sentByBrowser'));
}
