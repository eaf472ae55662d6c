import { CREDENTIAL_BLANKING_VALUE as BLANK } from 'n8n-workflow';
import { checkCredential } from '../../../nodes/CleverConnect/access/credentialRules';
import {
	APPLICATION_LIMITS,
	findExcess,
} from '../../../nodes/CleverConnect/application/applicationLimits';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';
import { REFUSALS, type RefusalResponse } from '../../../nodes/CleverConnect/refusals';
import { findBlock, readSections } from '../../../tools/docs/page.cts';
import { DEFAULT_SETTINGS } from '../../../tools/samples/defaultSettings.cts';

const TOKEN = 'a-token-of-more-than-16';

const PAGE = 'troubleshooting.md';
const headings = readSections(PAGE).map(({ heading }) => heading);
const faults = findBlock(PAGE, 'credential').rows.map(([message = '']) => message);
/** For each documented message, a pattern that matches the trigger's messages that begin with it. */
const patterns = [...headings, ...faults].map((documented) => {
	const parts = documented.split('…').map((part) => part.replace(/[^\w\s]/g, '\\$&'));
	return new RegExp(`^${parts.join('.+')}`);
});

function expectMessage(message: string) {
	expect([message, patterns.some((pattern) => pattern.test(message))]).toEqual([message, true]);
}

it.each([
	['token', '', 'short', `${TOKEN} `, '{{$vars.cleverconnect}}', '●'.repeat(16), null, BLANK],
	['previousToken', []],
	['allowedIps', 'example.com', '203.0.113.300', '# 203.0.113.7', null],
	['allowedIps (none)', '', '0.0.0.0/0'],
	['username (basic)', 'a:b'],
	['headerName (header)', 'X Api Key', 'Cookie'],
	['queryParameter (query)', 'a&b'],
	['authentication', 'another'],
])('troubleshooting.md has the messages for the faults in a credential: %s', (place, ...values) => {
	const [name = '', authentication = 'bearer'] = String(place).match(/\w+/g) ?? [];
	const valid = { authentication, token: TOKEN, previousToken: '', allowedIps: '' };
	for (const value of values) {
		const policy = checkCredential({ ...valid, [name]: value });
		const message = policy.ok ? '' : policy.error;
		expectMessage(message);
		expectMessage(message.replace(/^.* cannot be used yet\. /, ''));
	}
});

const nested = '['.repeat(APPLICATION_LIMITS.depth) + ']'.repeat(APPLICATION_LIMITS.depth);

it.each<[string, JsonObject]>([
	['the size of a file', { attachments: [{ content: 'A'.repeat(2_000_000) }] }],
	['attachments', { attachments: Array(APPLICATION_LIMITS.attachments + 1) }],
	['depth', JSON.parse(`{"a":${nested}}`) as JsonObject],
])('troubleshooting.md has a heading for the limit on %s', (_name, body) => {
	const refusal = findExcess(body, { ...DEFAULT_SETTINGS, maxFileMegabytes: 1 });
	expectMessage(refusal ? `${REFUSALS[refusal.kind].status}: ${refusal.detail}` : '');
});

const refusals = Object.values<RefusalResponse>(REFUSALS).filter(({ detail }) => detail);

it.each(refusals)('troubleshooting.md has a heading for "$status: $detail"', (refusal) => {
	expectMessage(`${refusal.status}: ${refusal.detail}`);
});
