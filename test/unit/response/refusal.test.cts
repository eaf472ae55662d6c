import {
	REFUSALS,
	sendRefusal,
	type Answer,
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

const KINDS = Object.keys(REFUSALS) as RefusalKind[];
const issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };

describe('a refusal', () => {
	it.each(KINDS)('of the kind %s is an answer of problem details', async (kind) => {
		const { status, title, retryAfter }: Answer = REFUSALS[kind];
		const answer = await receiveRefusal({ kind, detail: 'This is why.' });
		expect(answer.status).toBe(status);
		expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
		expect(answer.headers.has('WWW-Authenticate')).toBe(false);
		expect(answer.headers.get('Retry-After')).toBe(retryAfter?.toString() ?? null);
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
