import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { checkCredential } from '../access';

/** Runs when somebody saves the credential. There is no server to call: the credential itself is checked. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const policy = checkCredential(credential.data ?? {});
	return policy.ok
		? { status: 'OK', message: 'The credential is complete.' }
		: { status: 'Error', message: policy.error };
}
