import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkCredential } from '../../nodes/CleverConnect/access';
import { findExcess } from '../../nodes/CleverConnect/application/limits';
import { DOCS_FOLDER, listHeadings } from '../../tools/docs/page.cts';

const NODE_FOLDER = path.join(DOCS_FOLDER, '..', 'nodes', 'CleverConnect');
const TOKEN = 'a-token-of-more-than-16';

const page = readFileSync(path.join(DOCS_FOLDER, 'troubleshooting.md'), 'utf8');
/** For each heading on the page, a pattern that matches the beginning of a message. */
const patterns = listHeadings(page).map((heading) => {
	const message = heading.replace(/^\d{3}: /, '');
	const parts = message.split('…').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}`);
});

const hasHeading = (message: string) => patterns.some((pattern) => pattern.test(message));

const VALID = { authentication: 'bearer', token: TOKEN, previousToken: '', allowedIps: '' };

it.each([
	{ authentication: 'another' },
	{ token: '' },
	{ token: 'short' },
	{ token: `${TOKEN} ` },
	{ token: '__n8n_BLANK_VALUE_e5362baf-c777-4d57-a609-6eaf1f9e87f6' },
	{ token: '{{$vars.cleverconnect}}' },
	{ token: '●'.repeat(16) },
	{ token: null },
	{ previousToken: [] },
	{ allowedIps: 'example.com' },
	{ allowedIps: '203.0.113.300' },
	{ allowedIps: '# 203.0.113.7' },
	{ allowedIps: null },
	{ authentication: 'none' },
	{ authentication: 'none', allowedIps: '0.0.0.0/0' },
	{ authentication: 'basic', username: 'a:b' },
	{ authentication: 'header', headerName: 'X Api Key' },
	{ authentication: 'header', headerName: 'Cookie' },
	{ authentication: 'query', queryParameter: 'a&b' },
])('troubleshooting.md has a heading for the fault in the credential %j', (fault) => {
	const policy = checkCredential({ ...VALID, ...fault });
	const message = policy.ok ? '' : policy.error;
	const faults = message.replace(/^.* cannot be used yet\. /, '');
	expect([message, hasHeading(message)]).toEqual([message, true]);
	expect([faults, hasHeading(faults)]).toEqual([faults, true]);
});

it.each([
	[{ attachments: [{ content: 'A'.repeat(2_000_000) }] }],
	[{ attachments: Array.from({ length: 21 }) }],
	[JSON.parse(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`) as object],
])('troubleshooting.md has a heading for each exceeded limit', (body) => {
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

it.each(details)('troubleshooting.md has a heading for the refusal "%s"', (detail) => {
	expect(hasHeading(detail)).toBe(true);
});

it('this test finds the refusals in the code', () => {
	expect(details.length).toBeGreaterThan(7);
});
