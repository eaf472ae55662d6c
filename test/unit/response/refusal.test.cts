import {
	sendRefusal,
	type Refusal,
	type RefusalKind,
} from '../../../nodes/CleverConnect/response/refusal';
import { receiveAnswer } from '../../helpers/receiveAnswer.cts';

async function receiveRefusal(refusal: Refusal) {
	const { status, headers, text } = await receiveAnswer((response) =>
		sendRefusal(response, refusal),
	);
	return { status, headers, problem: JSON.parse(text) as Record<string, unknown> };
}

const issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };

describe('a refusal', () => {
	test.each<[RefusalKind, number, string, string | null]>([
		['notAuthenticated', 401, 'Unauthorized', null],
		['addressNotAllowed', 403, 'Forbidden', null],
		['sentByBrowser', 403, 'Forbidden', null],
		['fileTooLarge', 413, 'Content Too Large', null],
		['notJson', 415, 'Unsupported Media Type', null],
		['unprocessable', 422, 'Unprocessable Content', null],
		['inProgress', 503, 'Service Unavailable', '5'],
		['unavailable', 503, 'Service Unavailable', '60'],
	])('of the kind %s has the status %d %s', async (kind, status, title, retryAfter) => {
		const answer = await receiveRefusal({ kind, detail: 'This is why.' });
		expect(answer.status).toBe(status);
		expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
		expect(answer.headers.has('WWW-Authenticate')).toBe(false);
		expect(answer.headers.get('Retry-After')).toBe(retryAfter);
		expect(answer.problem).toEqual({ type: 'about:blank', title, status, detail: 'This is why.' });
	});

	it('has its challenge in WWW-Authenticate', async () => {
		const challenge = 'Bearer realm="here"';
		const { headers } = await receiveRefusal({ kind: 'notAuthenticated', detail: '', challenge });
		expect(headers.get('WWW-Authenticate')).toBe(challenge);
	});

	it.each([
		[1, 1],
		[50, 50],
		[51, 50],
	])('for %d issues lists %d of them', async (given, shown) => {
		const issues = Array.from({ length: given }, (_, index) => ({ ...issue, path: `/${index}` }));
		const { problem } = await receiveRefusal({ kind: 'unprocessable', detail: '', issues });
		expect(problem.issues).toEqual(issues.slice(0, shown));
	});
});
