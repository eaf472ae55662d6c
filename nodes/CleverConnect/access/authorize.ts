import { err, ok, type Result } from '../common/result';
import type { DeliveryRequest } from '../request';
import type { Refusal } from '../responses/refusals';
import type { AccessPolicy } from './checkCredential';
import { digestSecret, isAccepted } from './secretComparison';

/** Checks a request's address and then its token. */
export function authorize(
	request: DeliveryRequest,
	{ isAllowed, scheme, accepted }: AccessPolicy,
): Result<undefined, Refusal> {
	if (!isAllowed(request.address)) {
		return err({ kind: 'addressNotAllowed', ...adviseOnAddress(request) });
	}
	const { challenge, place } = scheme;
	const secret = scheme.extract(request);
	if (!secret) {
		return err({ kind: 'tokenMissing', challenge, advice: `The sender must send it ${place}.` });
	}
	if (isAccepted(digestSecret(secret), accepted)) return ok(undefined);
	return err({ kind: 'tokenWrong', challenge });
}

function adviseOnAddress({ address, isForwarded }: DeliveryRequest): Pick<Refusal, 'advice'> {
	if (address === '') {
		const advice = 'n8n sees no valid address. Check what your proxy writes into X-Forwarded-For.';
		return { advice };
	}
	if (!isForwarded) return {};
	return {
		advice: `If ${address} is your own proxy, set N8N_PROXY_HOPS to the number of your proxies, so that n8n sees the sender's address. Do not allow the proxy's address, because that would allow everyone. If the address is CleverConnect's, add it to 'Allowed IP Addresses' in the trigger's credential.`,
	};
}
