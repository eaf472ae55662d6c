import { isRecord, listMembers } from '../../../nodes/CleverConnect/common/jsonObject';

it('only objects are records, and neither lists nor null', () => {
	const values = [{}, Object.create(null), [], null, undefined, 'text', 7];
	expect(values.map(isRecord)).toEqual([true, true, false, false, false, false, false]);
});

it('the members of an object are listed, except those with omitted names', () => {
	const object = JSON.parse('{"b":1,"__proto__":2,"a":3}') as Record<string, unknown>;
	expect(listMembers(object, new Set(['a']))).toEqual([
		['b', 1],
		['__proto__', 2],
	]);
});
