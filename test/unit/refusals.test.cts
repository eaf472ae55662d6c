import type { Issue } from '../../nodes/CleverConnect/common/issue';
import {
	REFUSALS,
	sendRefusal,
	type RefusalResponse,
	type RefusalKind,
} from '../../nodes/CleverConnect/refusals';
import { receiveResponse } from '../helpers/receiveResponse.cts';

const issue: Issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };
const issues = Array<Issue>(51).fill(issue);
const challenge = 'Bearer realm="here"';
const kinds = Object.entries(REFUSALS) as Array<[RefusalKind, RefusalResponse]>;

// docs/answers.md states the title of each status, and the times.
it.each(kinds)('a refusal of the kind %s is sent as problem details', async (kind, expected) => {
	const { status, title, retryAfter } = expected;
	for (const more of [{}, { challenge }, { issues }]) {
		const refusal = { kind, detail: 'This is why.', advice: 'Only for the log.', ...more };
		const sent = await receiveResponse((response) => sendRefusal(response, refusal));
		expect(sent.status).toBe(status);
		expect(sent.headers.get('Content-Type')).toBe('application/problem+json');
		expect(sent.headers.get('WWW-Authenticate')).toBe('challenge' in more ? challenge : null);
		expect(sent.headers.get('Retry-After')).toBe(retryAfter ? String(retryAfter) : null);
		const shown = { type: 'about:blank', title, status, detail: refusal.detail };
		const shownIssues = 'issues' in more && { issues: issues.slice(0, 50) };
		expect(JSON.parse(sent.text)).toEqual({ ...shown, ...shownIssues });
	}
});
