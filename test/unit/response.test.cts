import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Refusal } from '../../nodes/CleverConnect/outcome';
import {
	composeDuplicateReceipt,
	composeReceipt,
	failWhatNeverRan,
	onAnswer,
	sendRefusal,
} from '../../nodes/CleverConnect/response';

type N8nResponse = Parameters<typeof sendRefusal>[0];

/** What a sender gets to see, over HTTP. */
async function receive(answer: (response: N8nResponse) => unknown) {
	const server = createServer().listen(0, '127.0.0.1');
	try {
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const [received] = await Promise.all([
			fetch(`http://127.0.0.1:${port}`),
			once(server, 'request').then(([, response]) => answer(response as N8nResponse)),
		]);
		const { status, headers } = received;
		return { status, headers, text: await received.text() };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

async function receiveRefusal(refusal: Refusal) {
	const { status, headers, text } = await receive((response) => sendRefusal(response, refusal));
	return { status, headers, problem: JSON.parse(text) as Record<string, unknown> };
}

const issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };

describe('a refusal', () => {
	test.each([
		['notAuthenticated', 401, 'Unauthorized'],
		['addressNotAllowed', 403, 'Forbidden'],
		['fileTooLarge', 413, 'Content Too Large'],
		['notJson', 415, 'Unsupported Media Type'],
		['unprocessable', 422, 'Unprocessable Content'],
		['inProgress', 503, 'Service Unavailable'],
	] as const)('for %s is a problem of status %d, %s', async (kind, status, title) => {
		const answer = await receiveRefusal({ kind, detail: 'This is why.' });
		expect(answer.status).toBe(status);
		expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
		expect(answer.headers.has('WWW-Authenticate')).toBe(false);
		expect(answer.headers.has('Retry-After')).toBe(false);
		expect(answer.problem).toEqual({ type: 'about:blank', title, status, detail: 'This is why.' });
	});

	it('says how to authenticate', async () => {
		const challenge = 'Bearer realm="here"';
		const { headers } = await receiveRefusal({ kind: 'notAuthenticated', detail: '', challenge });
		expect(headers.get('WWW-Authenticate')).toBe(challenge);
	});

	it.each([5, 0])('says when to come again: in %d seconds', async (retryAfter) => {
		const { headers } = await receiveRefusal({ kind: 'inProgress', detail: '', retryAfter });
		expect(headers.get('Retry-After')).toBe(String(retryAfter));
	});

	it.each([
		[1, 1],
		[50, 50],
		[51, 50],
	])('with %d issues shows %d', async (given, shown) => {
		const issues = Array.from({ length: given }, (_, index) => ({ ...issue, path: `/${index}` }));
		const { problem } = await receiveRefusal({ kind: 'unprocessable', detail: '', issues });
		expect(problem.issues).toEqual(issues.slice(0, shown));
	});
});

describe('the receipt', () => {
	test.each([
		[composeReceipt(4711, []), { status: 'accepted', id: 4711 }],
		[composeReceipt('a-1', [issue]), { status: 'accepted', id: 'a-1', issues: [issue] }],
		[composeDuplicateReceipt(4711), { status: 'duplicate', id: 4711 }],
	])('is %j', (receipt, expected) => {
		expect(receipt).toEqual(expected);
	});
});

describe('an answer with lastNode', () => {
	test.each([
		[200, '{"message":"Workflow executed successfully but …"}', 500],
		[200, Buffer.from('{"message":"Workflow executed successfully but …"}'), 500],
		[299, 'a sentence', 500],
		[200, '', 200],
		[200, Buffer.alloc(0), 200],
		[200, undefined, 200],
		[300, 'a sentence', 300],
		[503, 'a sentence', 503],
	])('of %d with the body %j is sent as %d', async (status, body, expected) => {
		const answer = await receive((response) => {
			failWhatNeverRan(response);
			response.statusCode = status;
			expect(response.end(body)).toBe(response);
		});
		expect(answer.status).toBe(expected);
		expect(answer.text).toBe(String(body ?? ''));
	});
});

describe('the status of an answer', () => {
	it('is told as it is sent, and the answer arrives', async () => {
		const told: number[] = [];
		const { status, text } = await receive((response) => {
			onAnswer(response, (answered) => told.push(answered));
			response.statusCode = 202;
			expect(response.end('Thank you', 'utf8')).toBe(response);
		});
		expect(told).toEqual([202]);
		expect({ status, text }).toEqual({ status: 202, text: 'Thank you' });
	});

	it('is told of a sender who has hung up', async () => {
		const told: number[] = [];
		const answered = receive((response) => {
			onAnswer(response, (status) => told.push(status));
			response.destroy();
			response.end();
		});
		await expect(answered).rejects.toThrow('fetch failed');
		expect(told).toEqual([200]);
	});
});
