import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../common/jsonObject';

/** An accepted delivery: the fingerprint of its bytes and charset, and the time of acceptance in epoch milliseconds. */
export type AcceptedDelivery = readonly [fingerprint: string, acceptedAt: number];

/** The accepted deliveries to the triggers of one workflow, by node ID. */
export type Histories = ReadonlyArray<
	readonly [nodeId: string, deliveries: readonly AcceptedDelivery[]]
>;

/** The n8n instance and workflow to which histories belong, as a digest, and the process that saves or reads them. */
export interface HistoryOwner {
	readonly workflow: string;
	readonly process: string;
}

/**
 * Returns histories as static data for a workflow. Each history is a string (`<fingerprint>:<time> …`), because n8n
 * wraps every object in static data in a proxy several times per request.
 */
export function formatHistories(owner: HistoryOwner, histories: Histories): IDataObject {
	const triggers = histories.map(
		([nodeId, deliveries]) =>
			[nodeId, deliveries.map((delivery) => delivery.join(':')).join(' ')] as const,
	);
	return { ...owner, triggers: Object.fromEntries(triggers) };
}

/** Whether static data contains the same histories as other static data, whichever process saved them. */
export function hasSameHistories(saved: unknown, other: IDataObject): boolean {
	return isRecord(saved) && JSON.stringify(saved.triggers) === JSON.stringify(other.triggers);
}

/**
 * Returns the histories that another process has saved, without invalid deliveries. A copied or imported workflow can
 * contain the histories of another workflow, which are ignored.
 */
export function parseForeignHistories(saved: unknown, reader: HistoryOwner): Histories {
	if (!isRecord(saved) || saved.workflow !== reader.workflow || saved.process === reader.process) {
		return [];
	}
	// Stryker disable next-line ArrayDeclaration: a string in the list is parsed as a history without deliveries.
	const triggers = isRecord(saved.triggers) ? Object.entries(saved.triggers) : [];
	return triggers.map(([nodeId, text]) => [nodeId, String(text).split(' ').flatMap(parseDelivery)]);
}

function parseDelivery(text: string): AcceptedDelivery[] {
	// Stryker disable next-line ArrayDeclaration: only the second and third elements are read.
	const [, fingerprint, acceptedAt] = /^([\w-]+):(\d{1,15})$/.exec(text) ?? [];
	return fingerprint === undefined ? [] : [[fingerprint, Number(acceptedAt)]];
}
