import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { checkCredential } from '../access';

/**
 * Returns whether a credential is sound, for n8n's test of a credential that is saved. There is no server
 * to call, so the credential itself is checked.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const policy = checkCredential(credential.data ?? {});
	return policy.ok
		? { status: 'OK', message: 'The credential is complete.' }
		: { status: 'Error', message: policy.error };
}
