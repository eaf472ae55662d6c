import { isRecord } from '../json';

/** An accepted delivery: the fingerprint of its bytes, and when it was accepted in epoch seconds. */
export type Entry = readonly [fingerprint: string, acceptedAt: number];

/** What is kept in the static data of a workflow, for one trigger. */
export interface StoredEntries {
	/** The n8n, workflow and node that the entries belong to. */
	readonly scope: string;
	/** The process that wrote them, which knows them all. */
	readonly writer: string;
	/**
	 * `<fingerprint>:<seconds>`, separated by spaces, the oldest first. One text, since n8n wraps each
	 * object in the static data, several times per request.
	 */
	readonly entries: string;
}

export function formatEntries(entries: readonly Entry[]): string {
	return entries.map((entry) => entry.join(':')).join(' ');
}

/**
 * The entries in a trigger's static data that this process may not know. Those of another scope came
 * along with a copied or imported workflow and count for nothing, nor does anything that does not look
 * like an entry.
 */
export function readForeignEntries(stored: unknown, scope: string, reader: string): Entry[] {
	if (!isRecord(stored) || stored.scope !== scope || stored.writer === reader) return [];
	return String(stored.entries).split(' ').flatMap(parseEntry);
}

function parseEntry(text: string): Entry[] {
	const [, fingerprint, acceptedAt] = /^([\w-]+):(\d{1,15})$/.exec(text) ?? [];
	return fingerprint === undefined ? [] : [[fingerprint, Number(acceptedAt)]];
}
