import { isRecord } from '../json';

/** An accepted delivery: the fingerprint of its bytes, and when it was accepted in epoch seconds. */
export type Entry = readonly [fingerprint: string, acceptedAt: number];

/** What is kept in the static data of a workflow, for one trigger. */
export interface StoredEntries {
	/** The n8n, workflow and node that the entries belong to. */
	readonly scope: string;
	readonly entries: readonly Entry[];
}

/**
 * The entries in a trigger's static data. Those of another scope came along with a copied or imported
 * workflow and count for nothing, nor does anything that does not look like an entry.
 */
export function readStoredEntries(stored: unknown, scope: string): readonly Entry[] {
	if (!isRecord(stored) || stored.scope !== scope || !Array.isArray(stored.entries)) return [];
	return stored.entries.filter(isEntry);
}

function isEntry(value: unknown): value is Entry {
	return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1]);
}
