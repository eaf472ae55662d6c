import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';
import { resolveCredential } from '../../helpers/nodeContext.cts';

const BEARER = { authentication: 'bearer', token: 'an-invented-secret' };
const { description, methods } = new CleverConnectTrigger();

it('the Test button calls only the trigger, because the credential has no test request', () => {
	expect(new CleverConnectWebhookApi()).not.toHaveProperty('test');
	expect(description.credentials?.[0]?.testedBy).toBe('testCredential');
});

it.each<[ICredentialDataDecryptedObject | undefined, string, string]>([
	[BEARER, 'OK', 'The credential is complete.'],
	[{ authentication: 'bearer', token: '={{ $vars.gone }}' }, 'Error', "'Token' is not text."],
	[{ ...BEARER, allowedIps: '={{ null }}' }, 'Error', "In 'Allowed IP Addresses', entry 1 is not"],
	[undefined, 'Error', "'Authentication' is not set."],
])('the Test button shows for %j: %s, %s', async (fields, status, message) => {
	const data = fields && resolveCredential(fields);
	const credential = { id: '1', name: 'c', type: 'cleverConnectWebhookApi', ...(data && { data }) };
	const context = {} as ICredentialTestFunctions;
	const result = await methods.credentialTest.testCredential.call(context, credential);
	expect(result).toEqual({ status, message: expect.stringContaining(message) as string });
});
