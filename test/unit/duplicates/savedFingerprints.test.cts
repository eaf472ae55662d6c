import type { IDataObject } from 'n8n-workflow';
import {
	readSaved,
	save,
	SAVED_DELIVERIES,
} from '../../../nodes/CleverConnect/duplicates/savedFingerprints';

const fingerprint = (letter: string) => letter.repeat(22);

it("saved deliveries are read again, and other nodes' static data stays", () => {
	const staticData: IDataObject = { counter: 7 };
	const triggers = [
		['node-1', new Map([[fingerprint('a'), 1]])],
		['node-2', new Map([['b-_'.padEnd(22, 'c'), 2]])],
		['node-3', new Map()],
	] as const;
	save(staticData, triggers);
	expect(staticData.counter).toBe(7);
	const restored = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	expect(readSaved(restored)).toEqual(triggers.slice(0, 2));
});

it('the latest deliveries to each trigger are saved, in a text of less than 5 KB', () => {
	const all = Array.from({ length: SAVED_DELIVERIES + 1 }, (_, index) => {
		return [String(index).padEnd(22, '-'), 1_700_000_000_000 + index] as const;
	});
	const staticData: IDataObject = {};
	save(staticData, [['node-1', new Map(all)]]);
	expect(JSON.stringify(staticData).length).toBeLessThan(5000);
	expect(readSaved(staticData)).toEqual([['node-1', new Map(all.slice(1))]]);
});

it.each([undefined, null, 'text', [], {}, { 'node-1': 7 }, { 'node-1': null }])(
	'static data of %j contains no delivery',
	(value) => {
		const staticData = { cleverConnectTrigger: value } as IDataObject;
		expect(readSaved(staticData).flatMap(([, accepted]) => [...accepted])).toEqual([]);
	},
);

it('invalid deliveries are ignored', () => {
	const [a, b] = [fingerprint('a'), fingerprint('b')];
	const invalid = [
		'a',
		`${a}:`,
		':1',
		'a:1',
		`${a}:x`,
		`${a}:1.5`,
		`${a}:1:1`,
		`${a}:9999999999999999`,
	];
	const text = [...invalid, `${a}x:1`, `/${a}:1`, '', `${b}:2`].join(' ');
	const staticData = { cleverConnectTrigger: { 'node-1': text } };
	expect(readSaved(staticData)).toEqual([['node-1', new Map([[b, 2]])]]);
});
