import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { openGate } from '../access';

/** n8n asks when the credential is saved. There is no server to call: it tells whether it is sound. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const gate = openGate(credential.data ?? {});
	return gate.sound
		? { status: 'OK', message: 'The credential is complete.' }
		: { status: 'Error', message: gate.message };
}
