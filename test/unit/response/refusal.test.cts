import type { Issue } from '../../../nodes/CleverConnect/common/issue';
import { REFUSALS, sendRefusal, type Refusal } from '../../../nodes/CleverConnect/response/refusal';
import { receiveAnswer } from '../../helpers/receiveAnswer.cts';

const issue: Issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };
const issues = Array.from({ length: 51 }, (_, index) => ({ ...issue, path: `/${index}` }));
const challenge = 'Bearer realm="here"';
const reasons: ReadonlyArray<[Refusal['kind'], number, string, Partial<Refusal>?, object?]> = [
	['notAuthenticated', 401, 'Unauthorized', { challenge }],
	['addressNotAllowed', 403, 'Forbidden'],
	['sentByBrowser', 403, 'Forbidden'],
	['fileTooLarge', 413, 'Content Too Large'],
	['notJson', 415, 'Unsupported Media Type'],
	['unprocessable', 422, 'Unprocessable Content', { issues }, { issues: issues.slice(0, 50) }],
	['inProgress', 503, 'Service Unavailable'],
	['unavailable', 503, 'Service Unavailable'],
];
const RETRY_AFTER: Partial<Record<Refusal['kind'], string>> = {
	inProgress: '5',
	unavailable: '60',
};

it.each(reasons)(
	'a refusal of the kind %s is an answer of problem details with %d %s',
	async (kind, status, title, more = {}, shown = {}) => {
		const detail = 'This is why.';
		const advice = 'Only for the log.';
		const answer = await receiveAnswer((response) =>
			sendRefusal(response, { kind, detail, advice, ...more }),
		);
		expect(answer.status).toBe(status);
		expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
		expect(answer.headers.get('WWW-Authenticate')).toBe(more.challenge ?? null);
		expect(answer.headers.get('Retry-After')).toBe(RETRY_AFTER[kind] ?? null);
		expect(JSON.parse(answer.text)).toEqual({
			type: 'about:blank',
			title,
			status,
			detail,
			...shown,
		});
		expect(reasons).toHaveLength(Object.keys(REFUSALS).length);
	},
);
