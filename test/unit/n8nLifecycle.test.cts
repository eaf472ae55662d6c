import type { IWebhookFunctions } from 'n8n-workflow';
import {
	respondAfterStoring,
	stopsOnError,
	openStaticValue,
} from '../../nodes/CleverConnect/n8nLifecycle';

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

it("openStaticValue reads and replaces only the trigger's value in the static data", () => {
	const shared: Record<string, unknown> = { counter: 7 };
	const context = {
		getWorkflowStaticData: (type: string) => (type === 'global' ? shared : {}),
	} as unknown as IWebhookFunctions;
	expect(openStaticValue(context).current).toBeUndefined();
	openStaticValue(context).set({ a: 1 });
	expect(openStaticValue(context).current).toEqual({ a: 1 });
	expect(shared).toEqual({ counter: 7, cleverConnectTrigger: { a: 1 } });
});
