import { proceed, refuse, type Outcome } from '../outcome';
import type { DeliveryRequest } from '../request';
import { normalizeAddress } from './allowlist';
import { readRules, type StoredCredential } from './rules';
import { digestSecret, isAccepted } from './secret';

export type Gate = SoundGate | UnsoundGate;

export interface SoundGate {
	readonly sound: true;
	admit(request: DeliveryRequest): Outcome<Admission>;
}

export interface UnsoundGate {
	readonly sound: false;
	/** Every fault of the credential, in words for its owner. */
	readonly message: string;
}

export interface Admission {
	/** The caller's address; an IPv4-mapped IPv6 address as IPv4. */
	readonly sourceIp: string;
}

/**
 * Makes the gate that a credential describes: who calls is checked by address first, then by token.
 * A credential that is not sound makes no gate; `message` tells its owner what to mend.
 */
export function openGate(credential: StoredCredential): Gate {
	const soundness = readRules(credential);
	if (!soundness.sound) return { sound: false, message: soundness.faults.join(' ') };
	const { allowlist, token } = soundness.rules;

	return {
		sound: true,
		admit: (request) => {
			if (allowlist.size > 0 && !allowlist.allows(request.address)) {
				return refuse({
					kind: 'addressNotAllowed',
					detail: 'Deliveries from this address are not accepted here.',
				});
			}
			if (token) {
				const presented = digestSecret(token.scheme.present(request) ?? '');
				if (!isAccepted(presented, token.accepted)) {
					return refuse({
						kind: 'notAuthenticated',
						detail: 'The delivery carries no valid credentials.',
						challenge: token.scheme.challenge,
					});
				}
			}
			return proceed({ sourceIp: normalizeAddress(request.address) });
		},
	};
}
