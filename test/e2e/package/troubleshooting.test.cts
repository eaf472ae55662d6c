import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCredential } from '../../../nodes/CleverConnect/access';
import { findExcess } from '../../../nodes/CleverConnect/application/limits';
import { DOCS_FOLDER, parseMarkdown, toPlainText } from '../../../tools/docs/page.cts';

const NODE_FOLDER = path.join(DOCS_FOLDER, '..', 'nodes', 'CleverConnect');
const TOKEN = 'a-token-of-more-than-16';

/** What a message begins with, for each heading of the page. */
const patterns = readHeadings('troubleshooting.md').map((heading) => {
	const message = heading.replace(/^\d{3}: /, '');
	const parts = message.split('…').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}`);
});

function readHeadings(page: string): string[] {
	const tokens = parseMarkdown(readFileSync(path.join(DOCS_FOLDER, page), 'utf8'));
	return tokens.flatMap(({ type }, index) =>
		type === 'heading_open' ? toPlainText(tokens[index + 1]) : [],
	);
}

const hasHeading = (message: string) => patterns.some((pattern) => pattern.test(message));

const sound = { authentication: 'bearer', token: TOKEN, previousToken: '', allowedIps: '' };

it.each([
	{ authentication: 'another' },
	{ token: '' },
	{ token: 'short' },
	{ token: `${TOKEN} ` },
	{ token: null },
	{ previousToken: [] },
	{ allowedIps: 'example.com' },
	{ allowedIps: null },
	{ authentication: 'none' },
	{ authentication: 'none', allowedIps: '0.0.0.0/0' },
	{ authentication: 'none', allowedIps: '::/0' },
	{ authentication: 'basic', username: 'a:b' },
	{ authentication: 'header', headerName: 'X Api Key' },
	{ authentication: 'header', headerName: 'Cookie' },
	{ authentication: 'query', queryParameter: 'a&b' },
])('has a heading for the faults of the credential %j', (fault) => {
	const policy = checkCredential({ ...sound, ...fault });
	const message = policy.ok ? '' : policy.error;
	const faults = message.replace(/^.* cannot be used yet\. /, '');
	expect([message, hasHeading(message)]).toEqual([message, true]);
	expect([faults, hasHeading(faults.replace('IPv6', 'IPv4'))]).toEqual([faults, true]);
});

it.each([
	[{ attachments: [{ content: 'A'.repeat(2_000_000) }] }],
	[{ attachments: Array.from({ length: 21 }) }],
	[JSON.parse(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`) as object],
])('has a heading for the refusal of what is beyond a limit', (body) => {
	const refusal = findExcess(body as Record<string, unknown>, {
		maxFileMegabytes: 1,
		output: 'application',
	});
	expect([refusal?.detail, hasHeading(String(refusal?.detail))]).toEqual([refusal?.detail, true]);
});

const details = readdirSync(NODE_FOLDER, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => readFileSync(path.join(NODE_FOLDER, name), 'utf8'))
	.flatMap((code) => [...code.matchAll(/\bdetail(?:: | = )'([^']+)'/g)])
	.map(([, detail = '']) => detail);

it.each(details)('has a heading for the refusal "%s"', (detail) => {
	expect(hasHeading(detail)).toBe(true);
});

it('finds the refusals in the code', () => {
	expect(details.length).toBeGreaterThan(7);
});
