import fc from 'fast-check';
import toPath from 'lodash/toPath';
import schema from '../../../nodes/CleverConnect/application/application.schema.json';
import { pickSent, RESERVED } from '../../../nodes/CleverConnect/items/reservedMembers';

const CHECKED = Object.keys(schema.properties);
const N8N_MEMBERS = [
	...['json', 'binary', 'pairedItem', 'error', 'index', '_files', '$error', '$json', '__isError'],
	...['hasOwnProperty', 'isArtificialRecoveredEventItem', '__isTrimmedManualExecutionDataItem'],
	...['tokenUsage', 'tokenUsageEstimate'],
];
const { application, attachment, entry } = RESERVED;

const namesSent = (names: readonly string[], omitted: ReadonlySet<string>) =>
	Object.keys(pickSent(Object.fromEntries(names.map((name) => [name, 'sent'])), omitted));

const ADDED = ['issues', 'receipt', 'summary'];
const DETAILS = ['binaryField', 'size', 'sha256', 'detectedType'];

it.each([
	['an application', application, ADDED],
	['an application with one item per attachment', attachment, [...ADDED, 'attachment']],
	['an attachment', entry, [...ADDED, 'attachment', ...DETAILS]],
])('in %s, members that only the trigger or n8n may set are omitted', (_title, omitted, added) => {
	// In quotes, lodash ignores a backslash.
	const quote = (name: string) => `["${name.slice(0, 2)}\\${name.slice(2)}"]`;
	const forged = [...added, ...N8N_MEMBERS].flatMap((name) => [name, quote(name)]);
	expect(namesSent([...forged, ...CHECKED.map((name) => `${name}[0]`)], omitted)).toEqual([]);
});

it('other members are kept', () => {
	const names = [...CHECKED, 'attachment', 'a.issues', 'issues-', 'Receipt', '..', '[x]', ''];
	expect(namesSent(names, application)).toEqual(names);
});

it('a name that JavaScript would put before the summary gets a prefix', () => {
	expect({ summary: {}, ...pickSent({ 0: 'a', 42: 'b', '4x': 'c' }, application) }).toEqual({
		...{ summary: {}, _0: 'a', _42: 'b', '4x': 'c' },
	});
	expect(namesSent(['id', '7'], application)).toEqual(['_7', 'id']);
});

/** Paths in many spellings. */
const paths = fc
	.array(
		fc.oneof(
			fc.constantFrom('.', '[', ']', '"', "'", '\\', '0', ' ', '-', 'attach', 'ments'),
			// Longer than the part of a name that is read.
			fc.constantFrom('.'.repeat(200), '\\'.repeat(200), '["'.repeat(200), 'a'.repeat(200)),
			fc.constantFrom(...entry, ...CHECKED),
		),
		{ minLength: 2, maxLength: 7 },
	)
	.map((parts) => parts.join(''));

it('a name that lodash takes for a path to a reserved or documented member is omitted', () => {
	fc.assert(
		fc.property(paths, (name) => {
			const [first = '', ...rest] = toPath(name);
			const isPath = rest.length > 0 || first !== name;
			if (!isPath || !(entry.has(first) || CHECKED.includes(first))) return;
			expect(namesSent([name], entry)).toEqual([]);
		}),
		{ numRuns: 5000 },
	);
});
