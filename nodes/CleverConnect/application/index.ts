import { isRecord, listMembers, type JsonObject } from '../json';
import type { Issue } from '../issue';
import type { Refusal } from '../refusal';
import type { DeliveryRequest } from '../request';
import { err, ok, type Result } from '../result';
import { findCharset, isReadInFull } from './encoding';
import { findIssues } from './issues';
import { findExcess, type Limits } from './limits';
import { identify } from './shape';

export type { Application, Attachment } from './generated/application';

/** An application that goes on, with what is wrong with it. */
export interface ReceivedApplication {
	readonly id: number | string;
	/**
	 * The body as it came, except that a location is out of its array, and that a member `attachments`
	 * that is not `null` is a list.
	 */
	readonly body: JsonObject;
	/** The charset that the body was read in: in another one, the same bytes are another application. */
	readonly charset: string;
	readonly issues: readonly Issue[];
}

/**
 * Reads the application that a request holds. Refuses what is not JSON, not an application, or
 * beyond the limits; any other departure from the documented format is an issue.
 */
export function readApplication(
	request: DeliveryRequest,
	limits: Limits,
): Result<ReceivedApplication, Refusal> {
	const contentType = String(request.headers['content-type']);
	if (!isJson(contentType)) {
		return err({
			kind: 'notJson',
			detail: 'The body must be JSON, announced as Content-Type: application/json.',
		});
	}

	const identified = identify(request.body);
	if (!identified.ok) return identified;
	const { id, body } = identified.value;

	const excess = findExcess(body, limits);
	if (excess) return err(excess);

	const charset = findCharset(contentType);
	const application = normalize(body);
	const issues = findIssues(application);
	return ok({
		id,
		body: emptyWrongAttachments(application),
		charset,
		issues: isReadInFull(request.rawBody, charset) ? issues : [NOT_UTF_8, ...issues],
	});
}

const NOT_UTF_8: Issue = {
	code: 'encoding',
	path: '',
	message: 'The body is not UTF-8, so letters of names may be lost.',
};

/** RFC 9110 § 8.3.1: type and subtype are case-insensitive, parameters say nothing for JSON. */
function isJson(contentType: string): boolean {
	const mediaType = contentType.replace(/;.*/s, '');
	return mediaType.trim().toLowerCase() === 'application/json';
}

/** Copies an application, with the spellings put right that the sender's own deliveries have. */
function normalize(body: JsonObject): JsonObject {
	return copy(body, (name, member) => {
		if (name === 'candidate' && isRecord(member)) return unwrapLocation(member);
		if (name === 'attachments' && isRecord(member)) return [member];
		return member;
	});
}

/** The sender also wraps the location in an array of one. */
function unwrapLocation(candidate: JsonObject): JsonObject {
	const { location } = candidate;
	if (!Array.isArray(location) || location.length !== 1 || !isRecord(location[0])) return candidate;
	return { ...candidate, location: location[0] };
}

/** `null` counts as absent, and stays as it came. */
function emptyWrongAttachments(body: JsonObject): JsonObject {
	const { attachments } = body;
	const isWrong = attachments !== undefined && attachments !== null && !Array.isArray(attachments);
	return isWrong ? { ...body, attachments: [] } : body;
}

/**
 * `JSON.parse` makes of `"__proto__"` a member like any other. Whoever copies it by assignment
 * changes the copy's prototype instead, so it goes no further than here.
 */
const PROTOTYPE: ReadonlySet<string> = new Set(['__proto__']);

function copy(object: JsonObject, change: (name: string, member: unknown) => unknown): JsonObject {
	const members = listMembers(object, PROTOTYPE);
	return Object.fromEntries(
		members.map(([name, member]) => [name, change(name, copyValue(member))]),
	);
}

function copyValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(copyValue);
	return isRecord(value) ? copy(value, (_name, member) => member) : value;
}
