export { authorize } from './authorize';
export { createFailedExecutionLimit } from './failedExecutionLimit';
export { isPrivateAddress, parseClientAddress } from './ipAddress';
export { checkCredential, type AccessPolicy, type StoredCredential } from './credentialRules';
