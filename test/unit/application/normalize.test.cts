import { deletePrototypes, normalize } from '../../../nodes/CleverConnect/application/normalize';

const at = (location: unknown) => ({ candidate: { location } });
const paris = { city: 'Paris', extra: 1 };
const attachment = { type: 'resume', content: 'QQ==', 0: { binaryField: 'forged' } };

it.each<[Record<string, unknown>, object]>([
	[at([paris]), at(paris)],
	[at([paris, paris]), at([paris, paris])],
	[at(['Paris']), at(['Paris'])],
	[
		{ ...at(paris), attachments: attachment },
		{ ...at(paris), attachments: [attachment] },
	],
])('the application %j becomes %j', (application, expected) => {
	normalize(application);
	expect(application).toStrictEqual(expected);
});

it('members with the name `__proto__` are deleted at any depth', () => {
	const json = JSON.parse(`{
		"__proto__": { "admin": true },
		"candidate": { "__proto__": { "admin": true }, "firstName": "Camille" },
		"extra": [null, { "deep": { "__proto__": { "admin": true }, "constructor": 1 } }]
	}`) as object;
	deletePrototypes(json);
	expect(JSON.stringify(json)).toBe(
		'{"candidate":{"firstName":"Camille"},"extra":[null,{"deep":{"constructor":1}}]}',
	);
});

it('no depth of the JSON overflows the stack', () => {
	const text = `${'['.repeat(1e6)}{"__proto__":1}${']'.repeat(1e6)}`;
	let json = JSON.parse(text) as unknown[] | object;
	deletePrototypes(json);
	while (Array.isArray(json)) json = json[0] as object;
	expect(Object.keys(json)).toEqual([]);
});
