import type { ErrorObject } from 'ajv';
import { isRecord, type JsonObject } from '../json';
import type { Issue } from '../outcome';
import { validate } from './generated/validate';

/**
 * Where an application departs from the documented format (`application.schema.json`). `null` counts
 * as absent.
 */
export function findIssues(application: JsonObject): Issue[] {
	validate(withoutNulls(application));
	return (validate.errors ?? []).map(toIssue);
}

/** The documented objects of an application are at known places: no need to go deeper. */
function withoutNulls(application: JsonObject): JsonObject {
	const { candidate, attachments, ...rest } = omitNulls(application);
	return {
		...rest,
		...(isRecord(candidate) && { candidate: omitNullsOfCandidate(candidate) }),
		attachments: Array.isArray(attachments) ? attachments.map(omitNulls) : attachments,
	};
}

function omitNullsOfCandidate(candidate: JsonObject): JsonObject {
	const { location, ...rest } = omitNulls(candidate);
	return { ...rest, location: omitNulls(location) };
}

function omitNulls<T>(value: T): T {
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) as T;
}

function toIssue(error: ErrorObject): Issue {
	const { keyword, instancePath, params, parentSchema } = error;
	if (keyword === 'required') {
		const name = String(params.missingProperty);
		return {
			code: keyword,
			path: `${instancePath}/${name}`,
			message: `"${name}" is missing.`,
		};
	}
	return {
		code: keyword,
		path: instancePath,
		message: `"${nameOf(instancePath)}" must be ${String(parentSchema?.description)}.`,
	};
}

/** `/attachments/0/type` → `type`, `/attachments/0` → `attachments/0`. */
function nameOf(path: string): string {
	return path.replace(/.*?\/(?=[^/]+(?:\/\d+)?$)/, '');
}
