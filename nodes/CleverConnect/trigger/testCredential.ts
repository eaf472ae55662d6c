import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { openGate } from '../access';

/** The Test button: there is no server to call, so it tells whether the credential is sound. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const gate = openGate(credential.data ?? {});
	return gate.sound
		? { status: 'OK', message: 'The credential is complete.' }
		: { status: 'Error', message: gate.message };
}
