import { isRecord, type JsonObject } from '../json';
import { proceed, refuse, type Issue, type Outcome } from '../outcome';
import type { DeliveryRequest } from '../request';
import { findIssues } from './issues';
import { findExcess } from './limits';
import { identify } from './shape';

export type { Application, Attachment } from './generated/application';

/** An application that goes on, with what is wrong with it. */
export interface ReceivedApplication {
	readonly id: number | string;
	/** The body as it came, with a location that came in an array taken out of it. */
	readonly body: JsonObject;
	readonly issues: readonly Issue[];
}

/**
 * Reads the application that a request holds. Refuses what is not JSON, not an application, or
 * beyond the limits; any other departure from the documented format is an issue.
 */
export function readApplication(
	request: DeliveryRequest,
	maxFileMegabytes: number,
): Outcome<ReceivedApplication> {
	if (!isJson(request)) {
		return refuse({
			kind: 'notJson',
			detail: 'The body must be JSON, announced as Content-Type: application/json.',
		});
	}

	const identified = identify(request.body);
	if (!identified.ok) return identified;
	const { id, candidate, body } = identified.value;

	const excess = findExcess(body, maxFileMegabytes);
	if (excess) return refuse(excess);

	const application = dropPrototypeKeys({ ...body, candidate: unwrapLocation(candidate) });
	return proceed({ id, body: application, issues: findIssues(application) });
}

/** RFC 9110 § 8.3.1: type and subtype are case-insensitive, parameters say nothing for JSON. */
function isJson({ headers }: DeliveryRequest): boolean {
	const mediaType = String(headers['content-type']).replace(/;.*/s, '');
	return mediaType.trim().toLowerCase() === 'application/json';
}

/** The sender also wraps the location in an array of one. */
function unwrapLocation(candidate: JsonObject): JsonObject {
	const { location } = candidate;
	if (!Array.isArray(location) || location.length !== 1 || !isRecord(location[0])) return candidate;
	return { ...candidate, location: location[0] };
}

/**
 * `JSON.parse` makes of `"__proto__"` a member like any other. Whoever copies it by assignment
 * changes the copy's prototype instead, so it goes no further than here.
 */
function dropPrototypeKeys<T>(value: T): T {
	if (Array.isArray(value)) return value.map(dropPrototypeKeys) as T;
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => name !== '__proto__')
			.map(([name, member]) => [name, dropPrototypeKeys(member)]),
	) as T;
}
