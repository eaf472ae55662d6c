import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../common/jsonObject';

/** The fingerprints of the deliveries that each trigger of a workflow has accepted, by node ID, the latest one last. */
export type AcceptedByTrigger = ReadonlyMap<string, ReadonlySet<string>>;

const KEY = 'cleverConnectTrigger';
/** The number of fingerprints that are saved for each trigger. It is small, because each save writes all of them. */
export const SAVED_FINGERPRINTS = 128;

/** Returns the fingerprints in a workflow's static data. */
export function readSaved(staticData: IDataObject): AcceptedByTrigger {
	const saved = isRecord(staticData[KEY]) ? staticData[KEY] : {};
	return new Map(
		Object.entries(saved).map(([nodeId, text]) => [
			nodeId,
			new Set(String(text).match(/[\w-]{22}/g)),
		]),
	);
}

/**
 * Puts the latest fingerprints into a workflow's static data. n8n writes static data as a whole, as it was when the
 * request arrived, so each save includes all triggers. The fingerprints of each trigger are one string, because n8n wraps
 * every object in static data in a proxy several times per request. Those of a deleted trigger, at most 3 KB, stay.
 */
export function save(staticData: IDataObject, triggers: AcceptedByTrigger): void {
	staticData[KEY] = Object.fromEntries(
		[...triggers].map(([nodeId, accepted]) => [
			nodeId,
			[...accepted].slice(-SAVED_FINGERPRINTS).join(' '),
		]),
	);
}
