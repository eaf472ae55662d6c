import type { IWebhookFunctions } from 'n8n-workflow';
import {
	answerOnceStored,
	onAnswer,
	openStaticValue,
	rejectUnlessRun,
} from '../../nodes/CleverConnect/n8nLifecycle';
import { receiveAnswer } from '../helpers/receiveAnswer.cts';

describe('answerOnceStored', () => {
	it('composes the response only once, when n8n reads it', () => {
		let compositions = 0;
		const items = [[{ json: {} }]];
		const result = answerOnceStored(items, () => ({ number: (compositions += 1) }));
		expect(result.workflowData).toBe(items);
		expect(compositions).toBe(0);
		expect(result.webhookResponse).toEqual({ number: 1 });
		expect(result.webhookResponse).toEqual({ number: 1 });
		expect(compositions).toBe(1);
	});
});

describe('onAnswer', () => {
	it('reports the status of the response once it is sent', async () => {
		const statuses: number[] = [];
		const answer = await receiveAnswer((response) => {
			onAnswer(response, (status) => statuses.push(status));
			response.statusCode = 202;
			expect(statuses).toEqual([]);
			expect(response.end('a text', 'utf8')).toBe(response);
		});
		expect(statuses).toEqual([202]);
		expect(answer).toMatchObject({ status: 202, text: 'a text' });
	});

	it('reports the status even if the sender has hung up', async () => {
		const statuses: number[] = [];
		const received = receiveAnswer((response) => {
			onAnswer(response, (status) => statuses.push(status));
			response.destroy();
			response.end();
		});
		await expect(received).rejects.toThrow('fetch failed');
		expect(statuses).toEqual([200]);
	});
});

describe('rejectUnlessRun', () => {
	const sentence = (reason: string) =>
		JSON.stringify({ message: `Workflow executed successfully but ${reason}` });

	it.each([
		[sentence('no data was returned'), 500],
		[Buffer.from(sentence('the last node did not return any data')), 500],
		[sentence('all is well'), 200],
		['{}', 200],
		[undefined, 200],
	])('sends the body %s with the status %d, which onAnswer reports', async (body, expected) => {
		const statuses: number[] = [];
		const { status, text } = await receiveAnswer((response) => {
			rejectUnlessRun(response);
			onAnswer(response, (sent) => statuses.push(sent));
			response.end(body);
		});
		expect({ status, text }).toEqual({ status: expected, text: String(body ?? '') });
		expect(statuses).toEqual([expected]);
	});
});

describe('openStaticValue', () => {
	it("reads and replaces only the trigger's value in the static data", () => {
		const shared: Record<string, unknown> = { counter: 7 };
		const context = {
			getWorkflowStaticData: (type: string) => (type === 'global' ? shared : {}),
		} as unknown as IWebhookFunctions;
		expect(openStaticValue(context).current).toBeUndefined();
		openStaticValue(context).save({ a: 1 });
		expect(openStaticValue(context).current).toEqual({ a: 1 });
		expect(shared).toEqual({ counter: 7, cleverConnectTrigger: { a: 1 } });
	});
});
