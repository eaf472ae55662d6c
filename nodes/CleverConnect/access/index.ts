export { readAccessPolicy } from './credentialCache';
export { authorize } from './authorize';
export { createFailedExecutionLimit } from './failedExecutionLimit';
export { checkCredential, type AccessPolicy, type StoredCredential } from './credentialRules';
