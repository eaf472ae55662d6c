import type { Refusal } from '../refusal';
import type { DeliveryRequest } from '../request';
import { err, ok, type Result } from '../result';
import type { AccessPolicy } from './credentialRules';
import { digestSecret, isAccepted } from './secretComparison';

/** Checks a request's address first, then its token. */
export function authorize(
	request: DeliveryRequest,
	{ allowlist, token }: AccessPolicy,
): Result<undefined, Refusal> {
	if (allowlist.size > 0 && !allowlist.allows(request.address)) {
		return err({
			kind: 'addressNotAllowed',
			detail: 'Deliveries from this address are not accepted here.',
		});
	}
	if (token === undefined) return refuseBrowsers(request);
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
 * Without a token, a web page could send applications from the browser of anyone whose address is
 * allowed. Browsers send `Origin` with every POST request (https://fetch.spec.whatwg.org/#origin-header),
 * and n8n's preflight response allows every origin.
 */
function refuseBrowsers({ headers }: DeliveryRequest): Result<undefined, Refusal> {
	if (!Object.hasOwn(headers, 'origin')) return ok(undefined);
	return err({
		kind: 'sentByBrowser',
		detail: 'Deliveries from a browser are not accepted here.',
	});
}
