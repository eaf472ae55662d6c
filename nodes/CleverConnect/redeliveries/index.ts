import { createHash, randomUUID } from 'node:crypto';
import { createRegister, type Register, type Standing } from './register';
import { formatEntries, readForeignEntries, type StoredEntries } from './storedEntries';

/** Where a trigger's static data holds what is kept. */
type StaticData = Record<string, unknown>;

export interface Claim {
	readonly standing: Standing;
	/** To be called once the delivery, if it is `new`, has been answered. */
	settle(isAccepted: boolean, now: Date): void;
	/** Has n8n keep, in the static data, the deliveries that are accepted by the time it saves them. */
	keep(): void;
	/** For when n8n has stored this delivery and is about to answer: has it kept with the others. */
	keepWithThis(now: Date): void;
	/** For when this delivery is refused: has the others kept that were left to it. */
	withdraw(now: Date): void;
}

const STORED_ENTRIES = 128;

const THIS_PROCESS = randomUUID();

/** By scope, for as long as the process runs: concurrent requests do not see each other's static data. */
const registers = new Map<string, Register>();

/**
 * Says whether the same bytes were delivered to this trigger before.
 *
 * @param scope the n8n, workflow and node: entries of any other count for nothing
 * @param bodySha256 lower-case hexadecimal
 */
export function claimDelivery(
	scope: readonly string[],
	bodySha256: string,
	staticData: StaticData,
	now: Date,
): Claim {
	const key = digest(JSON.stringify(scope));
	const fingerprint = digest(bodySha256);
	const register = findRegister(key);
	register.learn(readForeignEntries(staticData.redeliveries, key, THIS_PROCESS), toSeconds(now));

	const keep = () => {
		staticData.redeliveries = {
			// Written out when n8n saves it, which is somewhat later: requests that run at the same time
			// overwrite each other's static data, and the last one has to have them all.
			toJSON: (): StoredEntries => ({
				scope: key,
				writer: THIS_PROCESS,
				entries: formatEntries(register.takeLatest(STORED_ENTRIES)),
			}),
		};
	};

	const claim = register.claim(fingerprint, toSeconds(now));
	return {
		standing: claim.standing,
		settle: (isAccepted, at) => claim.settle(isAccepted, toSeconds(at)),
		keep,
		keepWithThis: (at) => {
			claim.anticipate(toSeconds(at));
			if (register.isWriteDue(toSeconds(at))) keep();
		},
		withdraw: (at) => {
			claim.settle(false, toSeconds(at));
			if (register.isWriteDue(toSeconds(at))) keep();
		},
	};
}

function findRegister(key: string): Register {
	const register = registers.get(key) ?? createRegister();
	registers.set(key, register);
	return register;
}

/** 128 bits are enough to tell deliveries apart, and keep what is stored small. */
function digest(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function toSeconds(date: Date): number {
	return Math.floor(date.getTime() / 1000);
}
