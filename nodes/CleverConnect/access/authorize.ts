import { makeRefusal, type Refusal } from '../refusals';
import type { DeliveryRequest } from '../request';
import { err, ok, type Result } from '../common/result';
import type { AccessPolicy } from './credentialRules';
import { digestSecret, isAccepted } from './secretComparison';

/** Checks a request's address and then its token. */
export function authorize(
	request: DeliveryRequest,
	{ allowlist, scheme, accepted }: AccessPolicy,
): Result<undefined, Refusal> {
	if (allowlist.size > 0 && !allowlist.allows(request.address))
		return err(makeRefusal('addressNotAllowed'));
	// Stryker disable next-line StringLiteral: Stryker's text also differs from all accepted secrets.
	const presented = digestSecret(scheme.extract(request) ?? '');
	if (isAccepted(presented, accepted)) return ok(undefined);
	return err(makeRefusal('notAuthenticated', { challenge: scheme.challenge }));
}
