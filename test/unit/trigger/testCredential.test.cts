import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';
import { resolveCredential } from '../../helpers/nodeContext.cts';

const BEARER = { authentication: 'bearer', token: 'an-invented-secret' };
const { methods } = new CleverConnectTrigger();

it.each<[ICredentialDataDecryptedObject | undefined, string, string]>([
	[BEARER, 'OK', 'The credential is complete. CleverConnect was not contacted.'],
	[{ authentication: 'bearer', token: '={{ $vars.gone }}' }, 'Error', "'Token' is not text."],
	[{ ...BEARER, allowedIps: '={{ null }}' }, 'Error', "'Allowed IP Addresses' contains entry 1"],
	[undefined, 'Error', "'Authentication' is not set."],
])('the test of the credential %j results in %s: %s', async (fields, status, message) => {
	const data = fields && resolveCredential(fields);
	const credential = { id: '1', name: 'c', type: 'cleverConnectWebhookApi', ...(data && { data }) };
	const context = {} as ICredentialTestFunctions;
	const result = await methods.credentialTest.testCredential.call(context, credential);
	expect(result).toEqual({ status, message: expect.stringContaining(message) as string });
});
