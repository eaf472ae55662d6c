import schema from '../../../nodes/CleverConnect/application/application.schema.json';
import { ISSUE_CODES } from '../../../nodes/CleverConnect/common/issue';
import { readSections } from '../../../tools/docs/page.cts';

const sections = readSections('issue-codes.md').filter(({ heading }) => /^[a-z]\w+$/.test(heading));

/** Keywords of JSON Schema that a field might need. */
const KEYWORDS = [
	...['type', 'enum', 'const', 'required', 'minLength', 'maxLength', 'pattern', 'format'],
	...['minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems', 'additionalProperties'],
];
const applicationSchema = JSON.stringify({ ...schema, definitions: {} });

it('issue-codes.md explains each code, and no other', () => {
	expect(sections.map(({ heading }) => heading).sort()).toEqual([...ISSUE_CODES].sort());
});

it('the codes include the keywords with which the schema restricts values', () => {
	const used = KEYWORDS.filter((keyword) => applicationSchema.includes(`"${keyword}":`));
	expect(ISSUE_CODES).toEqual(expect.arrayContaining(used));
});

it.each(['pattern', 'format'])('issue-codes.md names each field with a %s', (code) => {
	const field = new RegExp(`"(\\w+)":\\{[^{}]*"${code}":`, 'g');
	const names = [...applicationSchema.matchAll(field)].map(([, name]) => `${name}\``);
	expect(names.length).toBeGreaterThan(0);
	const text = sections.find(({ heading }) => heading === code)?.text;
	expect(names.filter((name) => !text?.includes(name))).toEqual([]);
});
