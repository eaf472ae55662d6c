import { authorize } from '../../../nodes/CleverConnect/access/authorize';
import { checkCredential } from '../../../nodes/CleverConnect/access/credentialRules';
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
	['no token', BEARER, {}, 'notAuthenticated'],
	['a longer token', BEARER, { headers: LONGER }, 'notAuthenticated'],
	['an empty token', HEADER, { headers: { 'x-api-key': '' } }, 'notAuthenticated'],
	['the previous token', ROTATED, { headers: OLD_TOKEN }, 'authorized'],
	['a token that did not change', UNCHANGED, { headers: TOKEN }, 'authorized'],
	['an allowed address and a token', BEARER, { headers: TOKEN }, 'authorized'],
	['no address, if any is allowed', ANYWHERE, { address: '', headers: TOKEN }, 'authorized'],
	['no address', BEARER, { address: '' }, 'addressNotAllowed'],
])('%s (%j, %j): the decision is %s', (_name, credential, request, decision) => {
	expect(refusalOf(credential, request)?.kind ?? 'authorized').toBe(decision);
});

it('a refusal does not say whether a token was missing or wrong', () => {
	const refusal = refusalOf(BEARER);
	expect(refusal).toMatchObject({ detail: 'The delivery carries no valid credentials.' });
	expect(refusal?.challenge).toMatch(/^Bearer /);
	expect(refusalOf(BEARER, { headers: { authorization: 'Bearer wrong' } })).toEqual(refusal);
});
