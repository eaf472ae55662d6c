import type { Issue } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';

/** The limits for an application. No option of the trigger changes them. */
export const APPLICATION_LIMITS = {
	idCharacters: 64,
	attachments: 20,
	/** The maximum number of fields that are copied into items. What a field contains isn't copied. */
	copiedFields: 200_000,
} as const;

/** Returns an issue if an application exceeds a limit. */
export function findExcess(
	body: JsonObject,
	output: 'application' | 'attachment',
): Issue | undefined {
	// A single attachment can be sent without a list around it.
	const files: readonly unknown[] = Array.isArray(body.attachments)
		? body.attachments
		: [body.attachments];
	if (files.length > APPLICATION_LIMITS.attachments) {
		const message = `There are ${files.length} attachments; at most ${APPLICATION_LIMITS.attachments} are accepted.`;
		return { code: 'maxItems', path: '/attachments', message };
	}
	const copies = output === 'attachment' ? files.length : 1;
	const counts = [body, ...files].map((part) => (isRecord(part) ? Object.keys(part).length : 0));
	const fields = counts.reduce((sum, count) => sum + count);
	if (fields * copies <= APPLICATION_LIMITS.copiedFields) return undefined;
	return { code: 'maxProperties', path: '', message: 'There are too many fields.' };
}
