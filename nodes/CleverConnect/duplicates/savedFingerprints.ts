import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../common/jsonObject';

/** The time at which each delivery was accepted, in epoch milliseconds by fingerprint, with the oldest one first. */
export type AcceptedDeliveries = ReadonlyMap<string, number>;

const KEY = 'cleverConnectTrigger';
/** The maximum number of saved deliveries for each trigger. It is small, because each save writes all of them. */
export const SAVED_DELIVERIES = 128;

/** Returns the accepted deliveries that a workflow's static data contains, by node ID, without invalid entries. */
export function readSaved(staticData: IDataObject): Array<readonly [string, AcceptedDeliveries]> {
	const saved = isRecord(staticData[KEY]) ? staticData[KEY] : {};
	return Object.entries(saved).map(([nodeId, text]) => [nodeId, parse(String(text))]);
}

/**
 * Puts the latest accepted deliveries to all of a workflow's triggers into its static data. n8n writes static data as a
 * whole, as it was when the request arrived, so the data of all triggers is set with each save. Each trigger's is a
 * string, because n8n wraps every object in static data in a proxy several times per request.
 */
export function save(
	staticData: IDataObject,
	triggers: Iterable<readonly [nodeId: string, accepted: AcceptedDeliveries]>,
): void {
	staticData[KEY] = Object.fromEntries(
		[...triggers]
			.filter(([, accepted]) => accepted.size > 0)
			.map(([nodeId, accepted]) => [nodeId, format(accepted)]),
	);
}

function parse(text: string): AcceptedDeliveries {
	const entries = [...text.matchAll(/(?<![^ ])([\w-]{22}):(\d{1,15})(?![^ ])/g)];
	return new Map(entries.map(([, fingerprint, time]) => [String(fingerprint), Number(time)]));
}

function format(accepted: AcceptedDeliveries): string {
	const latest = [...accepted].slice(-SAVED_DELIVERIES);
	return latest.map((delivery) => delivery.join(':')).join(' ');
}
