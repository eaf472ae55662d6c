import type { Issue } from '../../../nodes/CleverConnect/common/issue';
import {
	composeCheckResult,
	composeConfirmation,
} from '../../../nodes/CleverConnect/responses/confirmation';

const issues: Issue[] = [{ code: 'required', path: '/jobId', message: '"jobId" is missing.' }];

it('a confirmation has issues only if there are any', () => {
	expect(composeConfirmation(4711, [])).toEqual({ status: 'accepted', id: 4711 });
	expect(composeConfirmation('a-1', issues)).toEqual({ status: 'accepted', id: 'a-1', issues });
});

it('the result of a check describes each file, and has no details of an attachment without one', () => {
	const receipt = { receivedAt: '', sourceIp: '', bodySha256: '' };
	const described = { fileName: 'cv.pdf', sha256: 'a', detectedType: 'application/pdf' };
	const file = { ...described, bytes: Buffer.alloc(7), mimeType: 'application/pdf' };
	const attachment = { sent: {}, kind: 'resume', findings: [] } as const;
	const attachments = [{}, { ...described, size: 7 }];
	expect(composeCheckResult(1, issues, [attachment, { ...attachment, file }], receipt)).toEqual({
		...{ status: 'checked', id: 1, issues, attachments, receipt },
	});
});
