import { normalize } from '../../../nodes/CleverConnect/application/normalize';

const at = (location: unknown) => ({ candidate: { location } });
const paris = { city: 'Paris', extra: 1 };
const attachment = { type: 'resume', content: 'QQ==', 0: { binaryField: 'forged' } };

it.each([
	[at([paris]), at(paris)],
	[at([paris, paris]), at([paris, paris])],
	[at(['Paris']), at(['Paris'])],
	[
		{ ...at(paris), attachments: attachment },
		{ ...at(paris), attachments: [attachment] },
	],
])('the application %j becomes %j', (sent, expected) => {
	expect(normalize(sent)).toStrictEqual(expected);
});

it('an application has no member with the name `__proto__`, at any depth', () => {
	const body = `{
		"__proto__": { "admin": true },
		"candidate": { "__proto__": { "admin": true }, "firstName": "Camille" },
		"extra": [{ "deep": { "__proto__": { "admin": true }, "constructor": 1 } }]
	}`;
	expect(normalize(JSON.parse(body) as never)).toStrictEqual({
		candidate: { firstName: 'Camille' },
		extra: [{ deep: { constructor: 1 } }],
	});
});
