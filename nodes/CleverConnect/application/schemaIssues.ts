import type { ErrorObject } from 'ajv';
import type { Finding } from '../common/issue';
import { isRecord, type JsonObject } from '../common/jsonObject';
import schema from './application.schema.json';
import { validate } from './generated/validate';

/** Returns an application's deviations from the documented format. A member that is `null` counts as absent. */
export function findIssues(application: JsonObject): Finding[] {
	validate(pickDocumented(application, schema));
	return (validate.errors ?? []).map(toFinding);
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

function toFinding({ keyword, instancePath, params }: ErrorObject): Finding {
	const missing = keyword === 'required' ? `/${String(params.missingProperty)}` : '';
	return { code: keyword as Finding['code'], path: `${instancePath}${missing}` };
}
