import type { ErrorObject } from 'ajv';
import { isRecord, type JsonObject } from '../common/jsonObject';
import type { Issue, IssueCode } from '../common/issue';
import schema from './application.schema.json';
import { validate } from './generated/validate';

/** Returns an application's deviations from the documented format. A member that is `null` counts as absent. */
export function findIssues(application: JsonObject): Issue[] {
	validate(pickDocumented(application, schema));
	return (validate.errors ?? []).map(toIssue);
}

interface DocumentedValue {
	readonly description: string;
	readonly properties?: Readonly<Record<string, DocumentedValue>>;
	readonly items?: DocumentedValue;
}

/** Returns the documented members of a value, at any depth, except members that are `null`. */
function pickDocumented(value: unknown, { properties, items }: DocumentedValue): unknown {
	if (Array.isArray(value) && items) return value.map((item) => pickDocumented(item, items));
	if (!isRecord(value) || !properties) return value;
	return Object.fromEntries(
		Object.entries(properties)
			.filter(([name]) => (value[name] ?? null) !== null)
			.map(([name, documented]) => [name, pickDocumented(value[name], documented)]),
	);
}

function toIssue({ keyword, instancePath, params, parentSchema }: ErrorObject): Issue {
	if (keyword === 'required') {
		const name = String(params.missingProperty);
		return { code: keyword, path: `${instancePath}/${name}`, message: `"${name}" is missing.` };
	}
	const message = `"${nameOf(instancePath)}" must be ${String(parentSchema?.description)}.`;
	return { code: keyword as IssueCode, path: instancePath, message };
}

/** `/attachments/0/type` → `type`, `/attachments/0` → `attachments/0`. */
function nameOf(path: string): string {
	return path.replace(/.*?\/(?=[^/]+(?:\/\d+)?$)/, '');
}
