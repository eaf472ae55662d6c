import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import schema from '../../../nodes/CleverConnect/application/application.schema.json';
import { DEFAULT_LIMITS } from '../../../nodes/CleverConnect/application/limits';
import { readSections } from '../../../tools/docs/page.cts';

const sections = readSections('issue-codes.md').filter(({ heading }) => /^[a-z]\w+$/.test(heading));

/** The keywords of JSON Schema that a value can violate. */
const KEYWORDS = [
	...['type', 'enum', 'const', 'required', 'minLength', 'maxLength', 'pattern', 'format'],
	...['minimum', 'maximum', 'minItems', 'maxItems', 'uniqueItems', 'additionalProperties'],
];
const applicationSchema = JSON.stringify({ ...schema, definitions: {} });
const used = KEYWORDS.filter((keyword) => applicationSchema.includes(`"${keyword}":`));

/** Returns the codes that the stages themselves give. */
function listCodes(folder: string): string[] {
	const root = path.resolve('nodes/CleverConnect', folder);
	const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => readFileSync(path.join(root, name), 'utf8'));
	return sources.flatMap((source) =>
		[
			...source.matchAll(
				/\bcode: '(\w+)'|refuseAs\(\s*'(\w+)'|\t'(?:has|is)\w+',\s+'(\w+)',|\['(?:has|is)\w+', '(\w+)'/g,
			),
		].map((match) => match.slice(1).find(Boolean) ?? ''),
	);
}

it('issue-codes.md explains each code, and no other', () => {
	const codes = [...used, ...listCodes('application'), ...listCodes('attachments')];
	expect(sections.map(({ heading }) => heading).sort()).toEqual([...new Set(codes)].sort());
});

it.each<[string, string]>([
	['maxItems', `more than ${DEFAULT_LIMITS.attachments} attachments`],
	['maxDepth', `deeper than ${DEFAULT_LIMITS.depth} levels`],
	['maxValues', `more than ${DEFAULT_LIMITS.values.toLocaleString('en')} values`],
	['maxLength', `longer than ${DEFAULT_LIMITS.textMegabytes} MB`],
])('issue-codes.md states the limit for %s', (code, limit) => {
	expect(sections.find(({ heading }) => heading === code)?.text).toContain(limit);
});
