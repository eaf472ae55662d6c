import {
	composeConfirmation,
	composeDuplicateConfirmation,
	correctStatus,
	isSuccess,
} from '../../nodes/CleverConnect/confirmation';

const issue = { code: 'required', path: '/jobId', message: '"jobId" is missing.' };

describe('the confirmation', () => {
	test.each([
		[composeConfirmation(4711, []), { status: 'accepted', id: 4711 }],
		[composeConfirmation('a-1', [issue]), { status: 'accepted', id: 'a-1', issues: [issue] }],
		[composeDuplicateConfirmation(4711), { status: 'duplicate', id: 4711 }],
	])('is %j', (receipt, expected) => {
		expect(receipt).toEqual(expected);
	});
});

describe('with lastNode, a response', () => {
	test.each([
		[200, true, 500],
		[299, true, 500],
		[200, false, 200],
		[300, true, 300],
		[503, true, 503],
	])('with the status %d (has a body: %j) gets the status %d', (status, hasBody, expected) => {
		expect(correctStatus({ status, hasBody }, 'lastNode')).toBe(expected);
	});
});

test('with onReceived, a response keeps its status', () => {
	expect(correctStatus({ status: 200, hasBody: true }, 'onReceived')).toBe(200);
});

test.each([
	[199, false],
	[200, true],
	[299, true],
	[300, false],
])('the status %d confirms a delivery: %j', (status, expected) => {
	expect(isSuccess(status)).toBe(expected);
});
