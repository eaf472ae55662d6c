import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CleverConnectWebhookApi } from '../../../credentials/CleverConnectWebhookApi.credentials';
import { checkCredential } from '../../../nodes/CleverConnect/access/checkCredential';
import { findIssues } from '../../../nodes/CleverConnect/application/schemaIssues';
import { ISSUE_CODES } from '../../../nodes/CleverConnect/common/issue';
import type { JsonObject } from '../../../nodes/CleverConnect/common/jsonObject';
import { REFUSALS, type RefusalTexts } from '../../../nodes/CleverConnect/responses/refusals';
import { options, parameters } from '../../../nodes/CleverConnect/settings/properties';
import { findBlock, readBlocks, readSections } from '../../../tools/docs/page.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive } from '../../helpers/nodeContext.cts';

const settings: readonly INodeProperties[] = [
	...new CleverConnectWebhookApi().properties,
	...parameters,
	...options,
];
const reference = readSections('reference.md');
const troubleshooting = readSections('troubleshooting.md');

it.each(settings)('reference.md explains "$displayName" and its values', (setting) => {
	const { name, displayName, options: choices = [] } = setting;
	// A password is explained together with the token.
	const labels = settings.filter((one) => one.name === name).map((one) => one.displayName);
	const { heading, text = '' } = reference.find((one) => labels.includes(one.heading)) ?? {};
	if (heading !== displayName) expect(text).toContain(`_${displayName}_`);
	for (const choice of choices as INodePropertyOptions[]) {
		expect(text).toContain(`**${choice.name}**`);
	}
});

it('reference.md explains each issue code', () => {
	const headings = reference.map(({ heading }) => heading);
	expect(headings).toEqual(expect.arrayContaining([...ISSUE_CODES]));
});

const refusals = Object.values<RefusalTexts>(REFUSALS);

it.each(refusals)(
	'troubleshooting.md explains "$status: $reason", and "$detail"',
	({ status, detail, reason }) => {
		const { text } =
			troubleshooting.find(({ heading }) => heading === `${status}: ${detail}`) ?? {};
		expect(text).toContain(`\`${status}: ${reason}\``);
	},
);

it('troubleshooting.md explains that a credential cannot be used', () => {
	const policy = checkCredential({});
	const message = policy.ok ? '' : policy.error;
	expect(troubleshooting.some(({ heading }) => message.startsWith(heading))).toBe(true);
});

it('for-the-sender.md says what each status means', () => {
	const [table] = readBlocks('for-the-sender.md').filter(({ rows }) => rows.length > 0);
	const answers = (table?.rows ?? []).map(([answer]) => answer).join();
	for (const { status } of refusals) expect(answers).toContain(`${status}`);
});

const { email: _email, ...candidate } = goodApplication().candidate;
const oneFile = goodApplication({ attachments: (goodApplication().attachments ?? []).slice(0, 1) });

/** The requests that get the answers on for-the-sender.md, by the names above these. */
const REQUESTS: Readonly<Record<string, Parameters<typeof receive>[0]>> = {
	accepted: { body: goodApplication() },
	'accepted-with-issues': { body: { ...goodApplication(), candidate } },
	duplicate: { body: goodApplication() },
	checked: { body: oneFile, headers: { 'x-check-only': 'true' } },
	'no-application': { body: { id: 4711 } },
};

it.each(readBlocks('for-the-sender.md').filter(({ language }) => language === 'json'))(
	'for-the-sender.md shows the answer "$heading"',
	async ({ name = '', heading, code }) => {
		jest.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z'), doNotFake: ['nextTick'] });
		const settings = { workflowId: name };
		if (name === 'duplicate') (await receive(REQUESTS[name] ?? {}, settings)).finish(200);
		const { result, response } = await receive(REQUESTS[name] ?? {}, settings);
		jest.useRealTimers();
		expect(response.status ?? 200).toBe(Number.parseInt(heading, 10));
		expect(response.body ?? result.webhookResponse).toEqual(JSON.parse(code));
	},
);

it("for-the-sender.md shows an application that has no issues, but would have one without any of the candidate's fields", () => {
	const { code } = findBlock('for-the-sender.md', 'smallest-application');
	const [, body = ''] = /-d '(.+)'/.exec(code) ?? [];
	const application = JSON.parse(body) as JsonObject & { candidate: JsonObject };
	expect(findIssues(application)).toEqual([]);
	for (const name of Object.keys(application.candidate)) {
		const candidate = { ...application.candidate, [name]: undefined };
		expect(findIssues({ ...application, candidate })).toHaveLength(1);
	}
});
