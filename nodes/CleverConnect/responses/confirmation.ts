import type { Issue } from '../common/issue';
import type { CheckedAttachment } from '../attachments/readAttachments';
import type { Receipt } from '../items/buildItems';

/** Returns the body of the 200 response that n8n sends with `onReceived` after it has stored the execution. */
export function composeConfirmation(id: number | string, issues: readonly Issue[]) {
	return { status: 'accepted', id, ...(issues.length > 0 && { issues }) };
}

/** Returns the body of the 200 response to an application that was sent only to be checked. */
export function composeCheckResult(
	id: number | string,
	issues: readonly Issue[],
	attachments: readonly CheckedAttachment[],
	receipt: Receipt,
) {
	const files = attachments.map(({ file }) => ({
		fileName: file?.fileName,
		size: file?.bytes.length,
		sha256: file?.sha256,
		detectedType: file?.detectedType,
	}));
	return { status: 'checked', id, issues, attachments: files, receipt };
}
