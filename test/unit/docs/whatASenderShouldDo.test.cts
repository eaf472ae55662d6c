import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';
import { findBlock } from '../../../tools/docs/page.cts';

it("what-a-sender-should-do.md shows an application that has no issues, but would have one without any of the candidate's fields", () => {
	const { code } = findBlock('what-a-sender-should-do.md', 'smallest-application');
	const [, body = ''] = /-d '(.+)'/.exec(code) ?? [];
	const application = JSON.parse(body) as JsonObject & { candidate: JsonObject };
	expect(findIssues(application)).toEqual([]);
	for (const name of Object.keys(application.candidate)) {
		const candidate = { ...application.candidate, [name]: undefined };
		expect(findIssues({ ...application, candidate })).toHaveLength(1);
	}
});
