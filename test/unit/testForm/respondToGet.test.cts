import { TICKET_HEADER } from '../../../nodes/CleverConnect/testForm/ticket';
import { receive } from '../../helpers/nodeContext.cts';

const method = 'GET';

it('a GET at the test URL gets the form, which may run its own script and style and send requests to n8n', async () => {
	const { response, result, log } = await receive({ method }, { mode: 'manual' });
	expect(response.status).toBe(200);
	expect(response.headers).toMatchObject({
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': expect.stringMatching(
			/^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
		) as string,
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Content-Type-Options': 'nosniff',
	});
	expect([result, log]).toEqual([{ noWebhookResponse: true }, []]);
});

it('the form refers to no other file, and contains nothing of the request', async () => {
	const forms = [{}, { host: 'evil.example', referer: '<script>', accept: 'application/json' }];
	const responses = forms.map((headers) => receive({ method, headers }, { mode: 'manual' }));
	const [first, second] = (await Promise.all(responses)).map(({ response }) => response.text);
	expect(second).toBe(first);
	expect(first).toMatch(/^<!doctype html>/);
	expect(first).not.toMatch(/https?:|\b(?:href|src|on\w+)=|url\(|innerHTML/);
});

it('with a faulty credential, the form gets no ticket, so that the application that it sends shows the fault', async () => {
	const settings = {
		mode: 'manual',
		credential: { authentication: 'bearer', token: 'short' },
	} as const;
	const { response, result } = await receive({ method }, settings);
	expect([response.status, response.headers]).toMatchObject([200, { [TICKET_HEADER]: '' }]);
	expect(result).toEqual({ noWebhookResponse: true });
});

it('a GET at the production URL gets 405, whatever the credential, and is not logged', async () => {
	const { response, result, log } = await receive({ method }, { credential: {} });
	expect(response).toMatchObject({
		status: 405,
		headers: { 'Content-Type': 'application/problem+json', Allow: 'POST' },
		body: { type: 'about:blank', title: 'Method Not Allowed', status: 405 },
	});
	expect([result, log]).toEqual([{ noWebhookResponse: true }, []]);
});
