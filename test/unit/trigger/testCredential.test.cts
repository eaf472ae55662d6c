import type { ICredentialDataDecryptedObject, ICredentialTestFunctions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { CleverConnectTrigger } from '../../../nodes/CleverConnect/CleverConnectTrigger.node';
import { resolveCredential } from '../../helpers/nodeContext.cts';

const trigger = new CleverConnectTrigger();

describe('the Test button', () => {
	const press = async (data: ICredentialDataDecryptedObject | undefined) =>
		await trigger.methods.credentialTest.testCredential.call({} as ICredentialTestFunctions, {
			id: '1',
			name: 'c',
			type: 'cleverConnectWebhookApi',
			...(data && { data }),
		});

	it('calls only the trigger, because the credential has no test request', () => {
		expect(new CleverConnectWebhookApi()).not.toHaveProperty('test');
		expect(trigger.description.credentials?.[0]?.testedBy).toBe('testCredential');
	});

	it('shows success for a valid credential', async () => {
		const credential = { authentication: 'bearer', token: 'an-invented-secret' };
		expect(await press(resolveCredential(credential))).toEqual({
			status: 'OK',
			message: 'The credential is complete.',
		});
	});

	it('shows what to correct in an invalid credential', async () => {
		expect(await press(resolveCredential({ authentication: 'none' }))).toEqual({
			status: 'Error',
			message:
				"The CleverConnect credential cannot be used yet. Without a token, anyone could send applications. Add an address to 'Allowed IP Addresses', or choose a different 'Authentication'.",
		});
		const token = { authentication: 'bearer', token: '={{ $vars.gone }}' };
		expect(await press(resolveCredential(token))).toMatchObject({
			message: expect.stringContaining("'Token' is not text.") as string,
		});
		expect(await press(undefined)).toMatchObject({ status: 'Error' });
	});
});
