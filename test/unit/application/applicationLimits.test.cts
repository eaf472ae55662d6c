import {
	APPLICATION_LIMITS as LIMITS,
	findExcess,
} from '../../../nodes/CleverConnect/application/applicationLimits';

const list = (count: number, entry: unknown) => ({ attachments: Array(count).fill(entry) });
const fields = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, 0]));
const { attachments, copiedFields } = LIMITS;
// The member `attachments` counts too.
const each = Math.floor((copiedFields / attachments - 1) / attachments);

it.each<[code: string, output: 'application' | 'attachment', enough: object, tooMany: object]>([
	['maxItems', 'application', list(attachments, null), list(attachments + 1, null)],
	['maxProperties', 'application', fields(copiedFields), fields(copiedFields + 1)],
	[
		'maxProperties',
		'application',
		{ attachments: fields(copiedFields - 1) },
		{ attachments: fields(copiedFields) },
	],
	// Each item has a copy of everything.
	[
		'maxProperties',
		'attachment',
		list(attachments, fields(each)),
		list(attachments, fields(each + 1)),
	],
	['maxProperties', 'attachment', fields(copiedFields), fields(copiedFields + 1)],
])('an application above a limit has the issue %s: %#', (code, output, enough, tooMany) => {
	expect(findExcess(enough as never, output)).toBeUndefined();
	expect(findExcess(tooMany as never, output)?.code).toBe(code);
});

it('what a field contains is not counted', () => {
	const nested = { more: [fields(copiedFields), fields(copiedFields)] };
	expect(findExcess(nested, 'attachment')).toBeUndefined();
});
