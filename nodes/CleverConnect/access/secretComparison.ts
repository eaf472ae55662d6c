import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a secret. What is kept of a credential is this, never the secret itself. */
export type SecretDigest = Buffer;

export function digestSecret(secret: string | Buffer): SecretDigest {
	return createHash('sha256').update(secret).digest();
}

/**
 * Whether what was presented is one of the accepted secrets. Digests have one length, and every
 * candidate is compared, so that the time taken tells neither how much of a secret was right nor
 * which of them matched.
 */
export function isAccepted(presented: SecretDigest, accepted: readonly SecretDigest[]): boolean {
	let matches = 0;
	for (const candidate of accepted) matches |= Number(timingSafeEqual(presented, candidate));
	return matches === 1;
}
