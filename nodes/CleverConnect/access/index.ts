export { readAccessPolicy } from './accessPolicy';
export { authorize } from './authorize';
export { createFailedExecutionLimit } from './failedExecutionLimit';
export { checkCredential, type AccessPolicy, type StoredCredential } from './credentialRules';
