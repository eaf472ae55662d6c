import type { IDataObject } from 'n8n-workflow';
import {
	readSaved,
	save,
	SAVED_FINGERPRINTS,
} from '../../../nodes/CleverConnect/duplicates/savedFingerprints';

const fingerprint = (letter: string) => letter.repeat(22);

it("saved fingerprints are read again, and other nodes' static data stays", () => {
	const staticData: IDataObject = { counter: 7 };
	const triggers = new Map([
		['node-1', new Set([fingerprint('a'), 'b-_'.padEnd(22, 'c')])],
		['node-2', new Set<string>()],
	]);
	save(staticData, triggers);
	expect(staticData.counter).toBe(7);
	expect(readSaved(JSON.parse(JSON.stringify(staticData)) as IDataObject)).toEqual(triggers);
});

it('the latest fingerprints of each trigger are saved, in a text of less than 3 KB', () => {
	const all = Array.from({ length: SAVED_FINGERPRINTS + 1 }, (_, index) =>
		String(index).padEnd(22, '-'),
	);
	const staticData: IDataObject = {};
	save(staticData, new Map([['node-1', new Set(all)]]));
	expect(JSON.stringify(staticData).length).toBeLessThan(3000);
	expect(readSaved(staticData)).toEqual(new Map([['node-1', new Set(all.slice(1))]]));
});

it.each([undefined, null, 'text', [], {}, { 'node-1': 7 }, { 'node-1': null }, { 'node-1': 'a' }])(
	'static data of %j contains no fingerprint',
	(value) => {
		const saved = readSaved({ cleverConnectTrigger: value } as IDataObject);
		expect([...saved.values()].flatMap((fingerprints) => [...fingerprints])).toEqual([]);
	},
);
