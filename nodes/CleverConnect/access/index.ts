export { authorize } from './authorize';
export { createFailureLimit } from './failedExecutionLimit';
export { parseClientAddress } from './ipAddress';
export { checkCredential, type AccessPolicy, type StoredCredential } from './credentialCheck';
