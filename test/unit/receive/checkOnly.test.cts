import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

const headers = { 'x-check-only': 'true' };
const storeFile = () => Promise.reject(new Error('a check must not store a file'));

it('a check reports what an item would contain, and stores nothing', async () => {
	const attachments = [{ type: 'resume', content: '?' }, ...DOCUMENTED_SAMPLE.attachments];
	const body = { ...DOCUMENTED_SAMPLE, attachments };
	const { result, log } = await receive({ body, headers }, { storeFile });
	expect(Object.keys(result)).toEqual(['webhookResponse']);
	expect(result.webhookResponse).toMatchObject({
		status: 'checked',
		id: body.id,
		issues: [{ code: 'format' }, { code: 'invalidBase64' }, { code: 'typeUnverified' }],
		attachments: [{}, { fileName: 'resume.pdf', size: 19 }],
		receipt: { sourceIp: '203.0.113.7' },
	});
	expect(log).toEqual([
		expect.stringMatching(/^info: CleverConnect Trigger checked .* from 203\.0\.113\.7/),
	]);
	expect(log.join()).not.toContain('DOE');
});

it.each<[number, object, NodeSettings]>([
	[401, { authorization: 'Bearer wrong' }, {}],
	[422, {}, { parameters: { onIssues: 'reject' } }],
])('a check gets %d as a delivery would', async (status, others, settings) => {
	const incoming = { body: DOCUMENTED_SAMPLE, headers: { ...headers, ...others } };
	expect((await receive(incoming, settings)).answer.status).toBe(status);
});

it('checks are neither remembered nor compared with deliveries', async () => {
	const workflow = { workflowId: 'checked' };
	const body = goodApplication({ attachments: [] });
	const statusOf = async (sent = {}) => {
		const { result, finish } = await receive({ body, headers: sent }, workflow);
		finish(200);
		return (result.webhookResponse as { status: string }).status;
	};
	expect(await statusOf(headers)).toBe('checked');
	expect(await statusOf()).toBe('accepted');
	expect(await statusOf(headers)).toBe('checked');
	expect(await statusOf()).toBe('duplicate');
});
