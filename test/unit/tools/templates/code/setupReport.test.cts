import { PADDED_APPLICATION } from '../../../../../tools/samples/exampleApplication.cts';
import { composeRequests, report } from '../../../../../tools/templates/code/setupReport.cts';

const URL = 'https://n8n.example.com/webhook/1/applications';
const REQUESTS = composeRequests({ url: URL, isInN8n: true }, PADDED_APPLICATION);
const count = (sending: string) => REQUESTS.filter((one) => one.sending === sending).length;

const checked = (sourceIp: string) => ({
	statusCode: 200,
	data: JSON.stringify({ status: 'checked', receipt: { sourceIp } }),
});
const refused = (statusCode: number) => ({ statusCode, data: '' });

/** The outputs of a correct setup. */
const CORRECT = {
	withToken: Array<object>(4).fill(checked('203.0.113.7')),
	withoutToken: [{ error: 'ECONNREFUSED' }, refused(401), refused(401), refused(404)],
	toN8n: [checked('192.0.2.1')],
};

it('each answer belongs to its request', () => {
	expect([count('withToken'), count('withoutToken'), count('toN8n')]).toEqual([4, 4, 1]);
	const { text, page, next } = report(URL, REQUESTS, CORRECT, true);
	expect([next, text.match(/^[✓✗–]/gm)?.join('')]).toEqual(['page', '✓✓✓✓✓✓✓✓✓✓']);
	expect(page).toContain('Nothing is wrong.');
	expect(report(URL, REQUESTS, CORRECT, false).next).toBe('nothing');
});

it.each([
	{ error: { message: 'Failed', cause: { message: 'connect ECONNREFUSED' } } },
	{ error: { message: 'connect ECONNREFUSED' } },
	{ error: 'connect ECONNREFUSED' },
])('without an answer, the results contain the reason: %j', (output) => {
	const withToken = CORRECT.withToken.map(() => output);
	const { next, text } = report(URL, REQUESTS, { ...CORRECT, withToken }, false);
	expect(next).toBe('email');
	expect(text).toMatch(/^✗ HTTPS .*ECONNREFUSED.*\n.*\n.*\n(?:–.*not checked\n)+/);
});
