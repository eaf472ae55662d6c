import type { Issue } from '../../../nodes/CleverConnect/common/issue';
import { REFUSALS, sendRefusal, type Refusal } from '../../../nodes/CleverConnect/response/refusal';
import { receiveAnswer } from '../../helpers/receiveAnswer.cts';

const issue: Issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };
const issues = Array<Issue>(51).fill(issue);
const challenge = 'Bearer realm="here"';
const reasons: ReadonlyArray<[Refusal['kind'], number, string, Partial<Refusal>?, string?]> = [
	['notAuthenticated', 401, 'Unauthorized', { challenge }],
	['addressNotAllowed', 403, 'Forbidden'],
	['sentByBrowser', 403, 'Forbidden'],
	['fileTooLarge', 413, 'Content Too Large'],
	['notJson', 415, 'Unsupported Media Type'],
	['unprocessable', 422, 'Unprocessable Content', { issues }],
	['inProgress', 503, 'Service Unavailable', {}, '5'],
	['unavailable', 503, 'Service Unavailable', {}, '60'],
];

it.each(reasons)(
	'a refusal of the kind %s is an answer of problem details with %d %s',
	async (kind, status, title, more = {}, retryAfter) => {
		const refusal = { kind, detail: 'This is why.', ...more };
		const answer = await receiveAnswer((response) =>
			sendRefusal(response, { ...refusal, advice: 'Only for the log.' }),
		);
		expect(answer.status).toBe(status);
		expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
		expect(answer.headers.get('WWW-Authenticate')).toBe(more.challenge ?? null);
		expect(answer.headers.get('Retry-After') ?? undefined).toBe(retryAfter);
		const shown = { type: 'about:blank', title, status, detail: refusal.detail };
		const shownIssues = more.issues?.slice(0, 50);
		expect(JSON.parse(answer.text)).toEqual({ ...shown, issues: shownIssues });
		expect(reasons).toHaveLength(Object.keys(REFUSALS).length);
	},
);
