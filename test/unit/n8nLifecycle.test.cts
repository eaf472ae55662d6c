import { once } from 'node:events';
import type { IWebhookFunctions } from 'n8n-workflow';
import {
	respondAfterStoring,
	sendBeforeThrowing,
	stopsOnError,
} from '../../nodes/CleverConnect/n8nLifecycle';
import { receiveResponse } from '../helpers/receiveResponse.cts';

it('respondAfterStoring composes the response only once, when n8n reads it', () => {
	const compose = jest.fn(() => ({ status: 'accepted' }));
	const items = [[{ json: {} }]];
	const result = respondAfterStoring(items, compose);
	expect(result.workflowData).toBe(items);
	expect(compose).not.toHaveBeenCalled();
	expect(result.webhookResponse).toEqual({ status: 'accepted' });
	expect(result.webhookResponse).toEqual({ status: 'accepted' });
	expect(compose).toHaveBeenCalledTimes(1);
});

it('sendBeforeThrowing returns once the sender has the response, and closes the connection', async () => {
	let isClosed = false;
	const { status, headers, text } = await receiveResponse(async (response) => {
		await sendBeforeThrowing(response, () => response.writeHead(401).end('no'));
		isClosed = response.closed;
	});
	expect([status, text, headers.get('Connection'), isClosed]).toEqual([401, 'no', 'close', true]);
});

it('sendBeforeThrowing returns if the sender has disconnected', async () => {
	const received = receiveResponse(async (response) => {
		const isClosed = once(response, 'close');
		response.destroy();
		await isClosed;
		await sendBeforeThrowing(response, () => response.end('no'));
	});
	await expect(received).rejects.toThrow('fetch failed');
});

it.each<[object, object, boolean]>([
	[{}, {}, true],
	[{ onError: 'stopWorkflow', continueOnFail: false }, { engineType: 'v1' }, true],
	[{ onError: 'continueRegularOutput' }, {}, false],
	[{ continueOnFail: true }, {}, false],
	[{}, { engineType: 'v2' }, false],
])('with the node %j and the workflow settings %j, stopsOnError is %s', (node, workflow, stops) => {
	const context = { getNode: () => node, getWorkflowSettings: () => workflow };
	expect(stopsOnError(context as unknown as IWebhookFunctions)).toBe(stops);
});
