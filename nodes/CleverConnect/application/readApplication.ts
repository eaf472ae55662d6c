import type { Finding } from '../common/issue';
import { err, ok, type Result } from '../common/result';
import type { DeliveryRequest } from '../request';
import type { Refusal } from '../responses/refusals';
import { isAscii, isJson, isReadAsUtf8, isUtf8, parseJson } from './jsonBody';
import { deletePrototypes, normalize } from './normalize';
import { requireApplication } from './requireApplication';
import { findIssues } from './schemaIssues';

interface ReceivedApplication {
	readonly id: number | string;
	readonly body: Record<string, unknown>;
	readonly findings: readonly Finding[];
}

/**
 * Returns the application in a request, or a refusal if it isn't declared as JSON, has no application, or exceeds a limit.
 * Any other deviation from the documented format is a finding, unless `normalize` converts it. An unclear request for a
 * check is refused, because a check must not create a candidate.
 */
export function readApplication(
	{ headers, purpose, body: parsedBody, rawBody }: DeliveryRequest,
	output: 'application' | 'attachment',
): Result<ReceivedApplication, Refusal> {
	const contentType = String(headers['content-type']);
	if (!isJson(contentType)) return err({ kind: 'notJson' });
	if (purpose === 'unclear') return err({ kind: 'unclearCheck' });
	const application = requireApplication(parsedBody ?? parseJson(rawBody), output);
	if (!application.ok) return application;

	const { id, body } = application.value;
	const readAsUtf8 = isReadAsUtf8(contentType);
	deletePrototypes(body);
	normalize(body);
	// The encoding of JSON must be UTF-8 (RFC 8259 § 8.1).
	const isDecodedCorrectly = readAsUtf8 ? isUtf8(rawBody) : isAscii(rawBody);
	const encoding: Finding[] = isDecodedCorrectly ? [] : [{ code: 'encoding', path: '' }];
	return ok({ id, body, findings: [...encoding, ...findIssues(body)] });
}
