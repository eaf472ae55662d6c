import { createCipheriv, createHash } from 'node:crypto';
import type { PdfDictionary } from './pdfObject';

/**
 * ISO 32000-2 § 7.6.4.3.2: the bytes that pad a password to 32 bytes. The empty password consists of only this
 * padding.
 */
const PADDING = Buffer.from(
	'28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
	'hex',
);

/**
 * In bytes (§ 7.6.2, table 20). For revisions 3 and 4, each length is tried, because programs state the length in
 * different places, and in bits or bytes.
 */
const KEY_LENGTHS = [16, 5, 7, 8, 13];

/**
 * Whether the user password or, since revision 5, the owner password is empty. Readers try the empty password before
 * they ask for one (§ 7.6.4.1).
 *
 * @param id the first element of the file's identifier (§ 14.4), which can be missing.
 */
export function opensWithoutPassword(encryption: PdfDictionary, id: unknown): boolean {
	const user = encryption.get('/U');
	const owner = encryption.get('/O');
	const firstId = Buffer.isBuffer(id) ? id : Buffer.alloc(0);
	const isStandard = encryption.get('/Filter') === '/Standard';
	if (!isStandard || !Buffer.isBuffer(user) || !Buffer.isBuffer(owner)) return false;
	const deriveKey = (length: number) => deriveRc4Key(encryption, owner, firstId, length);
	switch (encryption.get('/R')) {
		case '2':
			return encryptRc4(deriveKey(5), PADDING).equals(user.subarray(0, 32));
		case '3':
		case '4':
			return KEY_LENGTHS.some((length) => opensByKey(deriveKey(length), user, firstId));
		case '5':
			return opensByHash(user, owner, (...salt) => digest('sha256', ...salt));
		case '6':
			return opensByHash(user, owner, hashPassword);
		default:
			return false;
	}
}

/** Algorithms 11 and 12: each password entry begins with a hash and the hash's salt. */
function opensByHash(
	user: Buffer,
	owner: Buffer,
	hash: (salt: Buffer, userEntry: Buffer) => Buffer,
): boolean {
	const matches = (entry: Buffer, userEntry: Buffer) =>
		hash(entry.subarray(32, 40), userEntry).equals(entry.subarray(0, 32));
	return matches(user, Buffer.alloc(0)) || matches(owner, user.subarray(0, 48));
}

/** Algorithm 5. */
function opensByKey(key: Buffer, user: Buffer, firstId: Buffer): boolean {
	let data = digest('md5', PADDING, firstId);
	for (let round = 0; round < 20; round++) {
		data = encryptRc4(
			key.map((byte) => byte ^ round),
			data,
		);
	}
	return data.equals(user.subarray(0, 16));
}

/** Algorithm 2. */
function deriveRc4Key(
	encryption: PdfDictionary,
	owner: Buffer,
	firstId: Buffer,
	length: number,
): Buffer {
	const revision = encryption.get('/R');
	const permissions = Buffer.alloc(4);
	permissions.writeInt32LE(Number(encryption.get('/P')) | 0);
	const leavesMetadata = revision === '4' && encryption.get('/EncryptMetadata') === 'false';
	const metadata = leavesMetadata ? Buffer.alloc(4, 0xff) : '';
	let key = digest('md5', PADDING, owner.subarray(0, 32), permissions, firstId, metadata);
	const rounds = revision === '2' ? 0 : 50;
	for (let round = 0; round < rounds; round++) key = digest('md5', key.subarray(0, length));
	return key.subarray(0, length);
}

/** Algorithm 2.B for the empty password. It takes 64 to 287 rounds. */
function hashPassword(salt: Buffer, userEntry: Buffer): Buffer {
	let key = digest('sha256', salt, userEntry);
	for (let round = 1, last = 0; round <= 64 || last > round - 33; round++) {
		const pair = Buffer.concat([key, userEntry]);
		const block = Buffer.alloc(64 * pair.length, pair);
		const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
		const encrypted = cipher.update(block);
		// Modulo 3, the number that the first 16 bytes represent equals the sum of these bytes.
		const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
		key = digest(`sha${256 + 128 * remainder}`, encrypted);
		last = encrypted.readUInt8(encrypted.length - 1);
	}
	return key.subarray(0, 32);
}

function digest(algorithm: string, ...parts: ReadonlyArray<Uint8Array | string>): Buffer {
	const hash = createHash(algorithm);
	for (const part of parts) hash.update(part);
	return hash.digest();
}

const IDENTITY = Uint8Array.from({ length: 256 }, (_, index) => index);

/** RC4 is implemented here because OpenSSL 3 disables it by default. */
function encryptRc4(key: Uint8Array, data: Buffer): Buffer {
	const state = IDENTITY.slice();
	let other = 0;
	const swap = (index: number, offset: number): number => {
		const first = state[index] as number;
		other = (other + first + offset) & 0xff;
		const second = state[other] as number;
		state[index] = second;
		state[other] = first;
		return state[(first + second) & 0xff] as number;
	};
	for (let index = 0; index < 256; index++) swap(index, key[index % key.length] as number);
	other = 0;
	return Buffer.from(data.map((byte, position) => byte ^ swap((position + 1) & 0xff, 0)));
}
