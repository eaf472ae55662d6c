import type { Issue } from '../../../nodes/CleverConnect/common/issue';
import {
	explainRefusal,
	REFUSALS,
	sendRefusal,
	type RefusalKind,
	type RefusalTexts,
} from '../../../nodes/CleverConnect/responses/refusals';
import { receiveResponse } from '../../helpers/receiveResponse.cts';

const issue: Issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };
const issues = Array<Issue>(51).fill(issue);
const challenge = 'Bearer realm="here"';
const kinds = Object.entries(REFUSALS) as Array<[RefusalKind, RefusalTexts]>;

it.each(kinds)('a refusal of the kind %s is sent as problem details', async (kind, expected) => {
	const { status, title, detail, retryAfter } = expected;
	for (const more of [{}, { challenge }, { issues }]) {
		const refusal = { kind, advice: 'Only for the owner.', ...more };
		const sent = await receiveResponse((response) => sendRefusal(response, refusal));
		expect(sent.status).toBe(status);
		expect(sent.headers.get('Content-Type')).toBe('application/problem+json');
		expect(sent.headers.get('WWW-Authenticate')).toBe('challenge' in more ? challenge : null);
		expect(sent.headers.get('Retry-After')).toBe(retryAfter ? String(retryAfter) : null);
		const listed = 'issues' in more ? issues.slice(0, 50) : [];
		const shown = { type: 'about:blank', title, status, detail };
		expect(JSON.parse(sent.text)).toEqual({ ...shown, ...(status === 422 && { issues: listed }) });
	}
});

it('the sender cannot tell a missing token from a wrong one', () => {
	const { reason: _reason, advice: _advice, ...missing } = REFUSALS.tokenMissing;
	expect(REFUSALS.tokenWrong).toMatchObject(missing);
});

it.each<[string, Parameters<typeof explainRefusal>[0], string]>([
	['the kind', { kind: 'notJson' }, "Ask the sender to set the 'Content-Type' header to"],
	['the refusal', { kind: 'tokenMissing', advice: 'Do this.' }, 'Do this.'],
	['the issues', { kind: 'notAnApplication', issues: [issue] }, '"jobId" is missing. Ask the'],
	[
		'the first 50 issues',
		{ kind: 'notAnApplication', issues },
		`${'"jobId" is missing. '.repeat(50)}Ask the`,
	],
])('the advice for the owner comes from %s', (_name, refusal, beginning) => {
	const { status, reason, advice } = explainRefusal(refusal);
	expect({ status, reason }).toEqual({
		status: REFUSALS[refusal.kind].status,
		reason: REFUSALS[refusal.kind].reason,
	});
	expect(advice.slice(0, beginning.length)).toBe(beginning);
});
