import type { IWebhookFunctions } from 'n8n-workflow';
import { takeFailedExecution } from '../../nodes/CleverConnect/failedExecutionLimit';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const take = (workflow: string, node = 'node-1', mode = 'webhook') =>
	takeFailedExecution({
		getMode: () => mode,
		getWorkflow: () => ({ id: workflow }),
		getNode: () => ({ id: node }),
	} as unknown as IWebhookFunctions);

it('each trigger may start one failed execution a minute', () => {
	const taken = [0, 0, 59_999, 1, 0, 59_999, 1].map((milliseconds) => {
		jest.advanceTimersByTime(milliseconds);
		return take('a');
	});
	expect(taken).toEqual([true, false, false, true, false, false, true]);
	expect([take('b'), take('a', 'node-2'), take('a')]).toEqual([true, true, false]);
});

it('a test event may always fail, and does not count', () => {
	expect(['manual', 'manual'].map((mode) => take('c', 'node-1', mode))).toEqual([true, true]);
	expect(take('c')).toBe(true);
});
