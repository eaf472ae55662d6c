import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../json';

/** An accepted delivery: the fingerprint of its bytes, and when it was accepted in epoch seconds. */
export type Entry = readonly [fingerprint: string, acceptedAt: number];

/** The accepted deliveries to the triggers of one workflow, by the id of the node. */
export type Histories = ReadonlyMap<string, readonly Entry[]>;

/** The n8n and workflow that histories belong to, and the process that knows them. */
export interface HistoryOwner {
	readonly workflow: string;
	readonly process: string;
}

/**
 * Formats histories for the static data of a workflow. Each is one text,
 * `<fingerprint>:<seconds> …`, because n8n wraps each object in static data, several times a request.
 */
export function formatHistories(
	{ workflow, process }: HistoryOwner,
	histories: Histories,
): IDataObject {
	const triggers = [...histories].map(
		([nodeId, entries]) => [nodeId, entries.map((entry) => entry.join(':')).join(' ')] as const,
	);
	return { workflow, process, triggers: Object.fromEntries(triggers) };
}

/**
 * Returns the saved histories that the reader may not know. Histories of another workflow came along
 * with a copied or imported workflow and are ignored, as is anything that is not an entry.
 */
export function parseForeignHistories(saved: unknown, reader: HistoryOwner): Histories {
	if (!isRecord(saved) || saved.workflow !== reader.workflow || saved.process === reader.process) {
		return new Map();
	}
	// Stryker disable next-line ArrayDeclaration: a text in the list is taken for a history without entries.
	const triggers = isRecord(saved.triggers) ? Object.entries(saved.triggers) : [];
	return new Map(
		triggers.map(([nodeId, text]) => [nodeId, String(text).split(' ').flatMap(parseEntry)]),
	);
}

function parseEntry(text: string): Entry[] {
	// Stryker disable next-line ArrayDeclaration: only the second and the third member count.
	const [, fingerprint, acceptedAt] = /^([\w-]+):(\d{1,15})$/.exec(text) ?? [];
	return fingerprint === undefined ? [] : [[fingerprint, Number(acceptedAt)]];
}
