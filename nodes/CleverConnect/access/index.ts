export { authorize } from './authorize';
export { createFailureLimit } from './failureLimit';
export { parseClientAddress } from './ipAddress';
export { checkCredential, type AccessPolicy, type StoredCredential } from './policy';
