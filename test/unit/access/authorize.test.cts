import { authorize } from '../../../nodes/CleverConnect/access/authorize';
import { checkCredential } from '../../../nodes/CleverConnect/access/checkCredential';
import type { DeliveryRequest } from '../../../nodes/CleverConnect/request';
import { makeRequest } from '../../helpers/requests.cts';

const SECRET = 'an-invented-secret';
const TOKEN = { authorization: `Bearer ${SECRET}` };
const LONGER = { authorization: `Bearer ${SECRET}x` };
const BEARER = { authentication: 'bearer', token: SECRET, allowedIps: '203.0.113.0/24' };
const ANYWHERE = { ...BEARER, allowedIps: '' };
const PREVIOUS = 'the-secret-of-before';
const ROTATED = { ...BEARER, previousToken: PREVIOUS };
const UNCHANGED = { ...BEARER, previousToken: SECRET };
const OLD_TOKEN = { authorization: `Bearer ${PREVIOUS}` };
const HEADER = { ...BEARER, authentication: 'header', headerName: 'X-Api-Key' };
const QUERY = { ...BEARER, authentication: 'query', queryParameter: 'key' };

/** Returns the refusal of a request by a credential, or `undefined` if the request is authorized. */
function refusalOf(credential: object, request: Partial<DeliveryRequest> = {}) {
	const policy = checkCredential({ previousToken: '', ...credential });
	if (!policy.ok) throw new Error(policy.error);
	const access = authorize(makeRequest(request), policy.value);
	return access.ok ? undefined : access.error;
}

it.each<[string, object, Partial<DeliveryRequest>, string]>([
	['a wrong address', BEARER, { address: '198.51.100.1', headers: TOKEN }, 'addressNotAllowed'],
	['a wrong address and token', BEARER, { address: '198.51.100.1' }, 'addressNotAllowed'],
	['no token', BEARER, {}, 'tokenMissing'],
	['another scheme', BEARER, { headers: { authorization: 'Basic eDp5' } }, 'tokenMissing'],
	['a longer token', BEARER, { headers: LONGER }, 'tokenWrong'],
	['an empty token', HEADER, { headers: { 'x-api-key': '' } }, 'tokenMissing'],
	['the previous token', ROTATED, { headers: OLD_TOKEN }, 'authorized'],
	['a token that did not change', UNCHANGED, { headers: TOKEN }, 'authorized'],
	['an allowed address and a token', BEARER, { headers: TOKEN }, 'authorized'],
	['no address, if any is allowed', ANYWHERE, { address: '', headers: TOKEN }, 'authorized'],
	['no address', BEARER, { address: '' }, 'addressNotAllowed'],
])('%s (%j, %j): the decision is %s', (_name, credential, request, decision) => {
	expect(refusalOf(credential, request)?.kind ?? 'authorized').toBe(decision);
});

it.each([
	[BEARER, /^Bearer /, "in the 'Authorization' header, as the word Bearer"],
	[HEADER, /^ApiKey /, "in the 'X-Api-Key' header"],
	[{ ...BEARER, authentication: 'basic', username: 'u' }, /^Basic /, 'as HTTP Basic'],
	[QUERY, /^ApiKey /, 'in the URL, as ?key='],
])('a refusal names the method, and tells the owner where the token must be', (...row) => {
	const [credential, challenge, place] = row;
	const refusal = refusalOf(credential);
	expect(refusal?.challenge).toMatch(challenge);
	expect(refusal?.advice).toContain(`The sender must send it ${place}`);
});

it.each<[string, Partial<DeliveryRequest>, RegExp]>([
	['the address', {}, /^undefined$/],
	['a proxy', { isForwarded: true }, /^If 198\.51\.100\.1 is your own proxy, set N8N_PROXY_HOPS/],
	['no address', { address: '', isForwarded: true }, /^n8n sees no valid address/],
])('the advice about %s that is not allowed depends on what n8n sees', (_name, facts, advice) => {
	const refusal = refusalOf(BEARER, { address: '198.51.100.1', ...facts });
	expect(String(refusal?.advice)).toMatch(advice);
});
