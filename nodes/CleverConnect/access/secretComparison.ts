import { createHash, timingSafeEqual } from 'node:crypto';

/** Returns a secret's SHA-256 digest. The digests of accepted secrets are kept in memory instead of the secrets. */
export function digestSecret(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}

/**
 * Whether a presented secret is one of the accepted secrets. All digests have the same length, and every accepted one
 * is compared, so the duration reveals neither how much of a secret was correct nor which secret matched.
 */
export function isAccepted(presented: Buffer, accepted: readonly Buffer[]): boolean {
	return accepted.filter((digest) => timingSafeEqual(presented, digest)).length > 0;
}
