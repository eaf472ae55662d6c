import type { Finding } from '../common/issue';
import type { DeliveryRequest } from '../request';
import { err, ok } from '../common/result';
import { findExcess } from './applicationLimits';
import { isDecodedCorrectly } from './bodyEncoding';
import { findCharset, isJson, UTF_8 } from './contentType';
import { deletePrototypes, mayNamePrototype, normalize } from './normalize';
import { requireIdAndCandidate } from './requireIdAndCandidate';
import { findIssues } from './schemaIssues';

/**
 * Returns the application in a request, or a refusal if it isn't declared as JSON, has no application, or exceeds a limit.
 * Any other deviation from the documented format is a finding, unless `normalize` converts it. An unclear request for a
 * check is refused, because a check must not create a candidate.
 */
export function readApplication(
	request: DeliveryRequest,
	{ output }: { readonly output: 'application' | 'attachment' },
) {
	const contentType = String(request.headers['content-type']);
	if (!isJson(contentType)) return err({ kind: 'notJson' } as const);
	if (request.purpose === 'unclear') return err({ kind: 'unclearCheck' } as const);

	const charset = findCharset(contentType);
	const application = requireIdAndCandidate(request.body ?? parseJson(request.rawBody, charset));
	if (!application.ok) {
		return err({ kind: 'notAnApplication', issues: application.error } as const);
	}
	const { id, body } = application.value;
	const excess = findExcess(body, output);
	if (excess) return err({ kind: 'overLimit', issues: [excess] } as const);

	if (charset !== UTF_8 || mayNamePrototype(request.rawBody)) deletePrototypes(body);
	normalize(body);
	const encoding: Finding[] = isDecodedCorrectly(request.rawBody, charset)
		? []
		: [{ code: 'encoding', path: '' }];
	return ok({
		id,
		body,
		/** The same bytes in a different charset are a different application. */
		charset,
		findings: [...encoding, ...findIssues(body)],
	});
}

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
