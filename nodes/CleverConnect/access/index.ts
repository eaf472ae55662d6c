import type { Refusal } from '../outcome';
import type { DeliveryRequest } from '../request';
import { readRules, type StoredCredential } from './rules';
import { digestSecret, isAccepted } from './secret';

export type Gate = SoundGate | UnsoundGate;

export interface SoundGate {
	readonly sound: true;
	/** Why a request may not come in; `undefined` lets it in. */
	findObstacle(request: DeliveryRequest): Refusal | undefined;
}

export interface UnsoundGate {
	readonly sound: false;
	/** Every fault of the credential, in words for its owner. */
	readonly message: string;
}

/**
 * Makes the gate that a credential describes: who calls is checked by address first, then by token.
 * A credential that is not sound makes no gate; `message` tells its owner what to correct.
 */
export function openGate(credential: StoredCredential): Gate {
	const soundness = readRules(credential);
	if (!soundness.sound) {
		return {
			sound: false,
			message: `The credential cannot be used yet. ${soundness.faults.join(' ')}`,
		};
	}
	const { allowlist, token } = soundness.rules;

	return {
		sound: true,
		findObstacle: (request) => {
			if (allowlist.size > 0 && !allowlist.allows(request.address)) {
				return {
					kind: 'addressNotAllowed',
					detail: 'Deliveries from this address are not accepted here.',
				};
			}
			if (token === undefined) return undefined;
			const presented = digestSecret(token.scheme.present(request) ?? '');
			if (isAccepted(presented, token.accepted)) return undefined;
			return {
				kind: 'notAuthenticated',
				detail: 'The delivery carries no valid credentials.',
				challenge: token.scheme.challenge,
			};
		},
	};
}
