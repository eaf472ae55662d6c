import { composeRequests, judge, type Setup } from '../../../../tools/check/checks.cts';
import { composePage, composeText } from '../../../../tools/check/report.cts';
import { PADDED_APPLICATION } from '../../../../tools/samples/exampleApplication.cts';

const OUTSIDE: Setup = { url: 'https://n8n.example.com/webhook/1/applications' };
const N8N: Setup = { ...OUTSIDE, isInN8n: true };

const checked = (sourceIp: string, more = {}) => ({
	...{ status: 200, text: JSON.stringify({ status: 'checked', receipt: { sourceIp }, ...more }) },
});
const withIssue = checked('203.0.113.7', { issues: [{ message: 'Old' }] });
const refused = (status: number) => ({ status, text: '{"detail":"<Why>"}' });
const unanswered = { status: undefined, text: 'connect ECONNREFUSED' };

const ACCEPTED = 'A correct application is accepted';
const ADDRESS = "n8n sees the sender's own address";
const PROXY = 'n8n expects the proxy in front of it';
const HTTP = 'http:// delivers nothing';

/** The answers of a correct setup that differ from the answer to a correct application. */
const CORRECT: Readonly<Record<string, object>> = {
	[HTTP]: { status: 403, text: '<h1>403 Forbidden</h1>' },
	'An application with no token gets 401': refused(401),
	'An application with a wrong token gets 401': refused(401),
	[PROXY]: checked('192.0.2.1'),
	'An unknown URL gets 404': refused(404),
};

function judgeWith(changes: Readonly<Record<string, object>>, setup: Setup) {
	const usual = checked('203.0.113.7');
	const answers = composeRequests(setup, PADDED_APPLICATION).map(({ title }) => ({
		title,
		...usual,
		...CORRECT[title],
		...changes[title],
	}));
	return judge(setup, answers);
}

it.each([
	['✓', HTTP, 'nothing listens', OUTSIDE, unanswered],
	['✓', HTTP, 'a proxy redirects', OUTSIDE, { status: 301, text: '' }],
	['✗', HTTP, 'n8n answers', OUTSIDE, refused(401)],
	['✗', HTTP, 'a website confirms everything', OUTSIDE, { status: 200, text: '<h1>Hi</h1>' }],
	['✗', ACCEPTED, 'there is an issue', OUTSIDE, withIssue],
	['✗', ADDRESS, 'n8n sees an invented address', OUTSIDE, checked('192.0.2.1')],
	['✗', ADDRESS, 'n8n sees a proxy', OUTSIDE, checked('172.18.0.2')],
	['–', ADDRESS, 'it is checked on its machine', OUTSIDE, { ...checked('::1'), ownAddress: '::1' }],
	['–', ADDRESS, 'n8n checks itself', N8N, checked('10.0.0.1')],
	['✗', PROXY, 'it trusts none', N8N, checked('127.0.0.1')],
	['–', PROXY, 'n8n does not reach itself', N8N, unanswered],
])('%s %s: if %s', (mark, title, _condition, setup, answer) => {
	const results = judgeWith({ [title]: answer }, setup);
	const marks = results.map((result) => `${result.mark} ${result.title}`);
	expect(marks).toContain(`${mark} ${title}`);
	expect(marks.filter((one) => !one.startsWith('✓') && !one.endsWith(title))).toEqual([]);
});

it.each([
	['is refused', '✓–✗–+', refused(422)],
	['is accepted although it should only be checked', '✓–✗–+', { status: 200, text: '{}' }],
	['gets no answer', '✗–+', unanswered],
])('nothing else except HTTPS is judged if a correct application %s', (_title, marks, answer) => {
	const results = judgeWith({ [ACCEPTED]: answer }, N8N);
	expect(results.map(({ mark }) => mark).join('')).toMatch(new RegExp(`^${marks}$`));
});

it('every request is only checked, and none to the http:// URL carries the token', () => {
	for (const { headers, sending, url } of composeRequests(N8N, PADDED_APPLICATION)) {
		expect(headers['x-check-only']).toBe('true');
		expect([url.slice(0, 5), sending]).not.toEqual(['http:', 'withToken']);
	}
});

it("the unknown URL differs only in the trigger's ID", () => {
	const url = 'https://n8n.example.com/applications/webhook/1/applications/?a=b';
	const urls = composeRequests({ url }, PADDED_APPLICATION).map((request) => request.url);
	expect(urls).toContain(url.replace('/1/', '/00000000-0000-4000-8000-000000000000/'));
});

it('the report says what is wrong, what it means, and what to do', () => {
	const results = judgeWith({ [ACCEPTED]: refused(401) }, OUTSIDE);
	expect(composeText(results)).toMatch(
		/^✗ A correct application is accepted .*401: <Why> The .*\n +Applications are refused.*\n +https:.*#the-sender-gets-an-error$/m,
	);
	expect(composePage(results, '')).toMatch(/✗.*401: &#60;Why&#62; The .*<br>Applications.*href=/);
});
