import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { checkCredential } from '../access/checkCredential';

/**
 * Returns whether a credential is valid. n8n calls this test when someone saves a credential whose expressions, if any,
 * are external secrets. There is no server to call, so only the credential's fields are checked.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const policy = checkCredential(credential.data ?? {});
	return policy.ok
		? { status: 'OK', message: 'The credential is complete. CleverConnect was not contacted.' }
		: { status: 'Error', message: policy.error };
}
