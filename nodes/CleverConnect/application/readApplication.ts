import type { Issue } from '../common/issue';
import type { DeliveryRequest } from '../request';
import { err, ok } from '../common/result';
import { isDecodedCorrectly } from './bodyEncoding';
import { findCharset, isJson } from './contentType';
import { normalize } from './normalize';
import { findIssues } from './schemaIssues';
import { findExcess, type LimitOptions } from './applicationLimits';
import { requireIdAndCandidate } from './requireIdAndCandidate';

/**
 * Returns the application in a request, or a refusal if it isn't declared as JSON, has no application, or exceeds a limit.
 * Any other deviation from the documented format is an issue, unless `normalize` converts it. An unclear request for a
 * check is refused, because a check must not create a candidate.
 */
export function readApplication(request: DeliveryRequest, options: LimitOptions) {
	const contentType = String(request.headers['content-type']);
	if (!isJson(contentType)) return err({ kind: 'notJson' } as const);
	if (request.purpose === 'unclear') return err({ kind: 'unclearCheck' } as const);

	const charset = findCharset(contentType);
	const identified = requireIdAndCandidate(request.body ?? parseJson(request.rawBody, charset));
	if (!identified.ok) return identified;
	const { id, body } = identified.value;

	const excess = findExcess(body, options);
	if (excess) return err(excess);

	const application = normalize(body);
	const { attachments } = application;
	const isList = attachments === undefined || attachments === null || Array.isArray(attachments);
	const issues = findIssues(application);
	return ok({
		id,
		/** A copy of the body, with known variants converted, and without attachments if they aren't a list. */
		body: isList ? application : { ...application, attachments: [] },
		/** The same bytes in a different charset are a different application. */
		charset,
		issues: isDecodedCorrectly(request.rawBody, charset) ? issues : [NOT_UTF_8, ...issues],
	});
}

const NOT_UTF_8: Issue = {
	code: 'encoding',
	path: '',
	message: 'The body is not UTF-8, so letters in names might be lost.',
};

/**
 * Parses a body as n8n does, but returns `undefined` if it isn't JSON. n8n itself leaves a body unparsed if white space
 * precedes the first semicolon of the content type, although RFC 9110 § 5.6.6 allows this.
 */
function parseJson(rawBody: Buffer, charset: string): unknown {
	try {
		return JSON.parse(rawBody.toString(charset as BufferEncoding).replace(/^\ufeff/, ''));
	} catch {
		return undefined;
	}
}
