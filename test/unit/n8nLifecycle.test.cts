import type { IWebhookFunctions } from 'n8n-workflow';
import {
	answerOnceStored,
	onAnswer,
	openStaticValue,
	type Answer,
} from '../../nodes/CleverConnect/n8nLifecycle';
import { receiveAnswer } from '../fixtures/receiveAnswer.cts';

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
	it.each([
		['a text', true],
		[Buffer.from('bytes'), true],
		['', false],
		[Buffer.alloc(0), false],
		[undefined, false],
	])(
		'reports the response status and whether there is a body, for the body %j',
		async (body, hasBody) => {
			const answers: Answer[] = [];
			const { status, text } = await receiveAnswer((response) => {
				onAnswer(response, (answer) => {
					answers.push(answer);
					return answer.status;
				});
				response.statusCode = 202;
				expect(response.end(body)).toBe(response);
			});
			expect(answers).toEqual([{ status: 202, hasBody }]);
			expect({ status, text }).toEqual({ status: 202, text: String(body ?? '') });
		},
	);

	it('sends the status that the callback returns', async () => {
		const { status, text } = await receiveAnswer((response) => {
			onAnswer(response, () => 500);
			response.end('a sentence', 'utf8');
		});
		expect({ status, text }).toEqual({ status: 500, text: 'a sentence' });
	});

	it('does not change a status that has already been sent', async () => {
		const { status } = await receiveAnswer((response) => {
			onAnswer(response, () => 500);
			response.writeHead(401);
			response.end();
		});
		expect(status).toBe(401);
	});

	it('reports the status even if the sender has hung up', async () => {
		const answers: Answer[] = [];
		const received = receiveAnswer((response) => {
			onAnswer(response, (answer) => {
				answers.push(answer);
				return answer.status;
			});
			response.destroy();
			response.end();
		});
		await expect(received).rejects.toThrow('fetch failed');
		expect(answers).toEqual([{ status: 200, hasBody: false }]);
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
