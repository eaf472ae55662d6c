import {
	composeConfirmation,
	composeDuplicateConfirmation,
} from '../../../nodes/CleverConnect/response/confirmation';

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
