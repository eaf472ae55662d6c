import { DOCUMENTED_SAMPLE, goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';
import { receive } from '../../helpers/nodeContext.cts';

const storeFile = () => Promise.reject(new Error('a check must not store a file'));
const check = { 'x-check-only': 'true' };

it.each(['true', 'TRUE', 'True'])(
	'X-Check-Only: %s reports what an item would contain',
	async (value) => {
		const body = goodApplication();
		const { result, answer, log } = await receive(
			{ body, headers: { 'x-check-only': value } },
			{ storeFile },
		);
		expect(answer).toEqual({});
		expect(result).toEqual({
			webhookResponse: {
				status: 'checked',
				id: body.id,
				issues: [],
				attachments: [
					{
						fileName: 'Camille Example CV.pdf',
						size: expect.any(Number) as number,
						sha256: expect.stringMatching(/^[\da-f]{64}$/) as string,
						detectedType: 'application/pdf',
					},
					expect.objectContaining({ fileName: expect.stringMatching(/\.docx$/) as string }),
				],
				receipt: {
					receivedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
					sourceIp: '203.0.113.7',
					bodySha256: sha256(Buffer.from(JSON.stringify(body))),
				},
			},
		});
		expect(log).toEqual([
			expect.stringMatching(/^info: CleverConnect Trigger checked .* from 203\.0\.113\.7/),
		]);
		expect(log.join()).not.toContain('Camille');
	},
);

it.each(['false', '1', '', 'true, true', ' true'])(
	'X-Check-Only: "%s" is ignored',
	async (value) => {
		const headers = { 'x-check-only': value };
		const { result } = await receive({ body: goodApplication({ attachments: [] }), headers });
		expect(result.workflowData).toBeDefined();
	},
);

it('a check lists issues, and attachments without a file keep their place', async () => {
	const attachments = [{ type: 'resume', content: '?' }, ...(DOCUMENTED_SAMPLE.attachments ?? [])];
	const { result } = await receive({ body: { ...DOCUMENTED_SAMPLE, attachments }, headers: check });
	expect(result.webhookResponse).toMatchObject({
		issues: expect.arrayContaining([
			expect.objectContaining({ code: 'invalidBase64', path: '/attachments/0/content' }),
			expect.objectContaining({ code: 'typeUnverified', path: '/attachments/1/content' }),
		]) as object,
		attachments: [{}, { fileName: expect.any(String) as string }],
	});
});

it.each([
	[401, { headers: { ...check, authorization: 'Bearer wrong' } }, {}],
	[403, { headers: check, ip: '198.51.100.1' }, { allowedIps: '203.0.113.7' }],
	[415, { headers: { ...check, 'content-type': 'text/plain' } }, {}],
	[422, { headers: check, body: [] }, {}],
] as const)('a check gets %d as a delivery would', async (status, incoming, access) => {
	const credential = { authentication: 'bearer', token: 'an-invented-secret', ...access };
	const { answer } = await receive({ body: DOCUMENTED_SAMPLE, ...incoming }, { credential });
	expect(answer.status).toBe(status);
});

it('a check gets 422 if the trigger rejects issues', async () => {
	const { answer } = await receive(
		{ body: DOCUMENTED_SAMPLE, headers: check },
		{ parameters: { onIssues: 'reject' } },
	);
	expect(answer.status).toBe(422);
});

it('checks are neither remembered nor compared with deliveries', async () => {
	const workflow = { workflowId: 'checked', staticData: {} };
	const body = goodApplication({ attachments: [] });
	const statusOf = async (headers = {}) => {
		const received = await receive({ body, headers }, workflow);
		received.finish(200);
		return {
			status: (received.result.webhookResponse as { status: string }).status,
			saved: received.saveStaticData(),
		};
	};
	for (let count = 0; count < 3; count++) {
		expect(await statusOf(check)).toEqual({ status: 'checked', saved: {} });
	}
	expect((await statusOf()).status).toBe('accepted');
	expect((await statusOf(check)).status).toBe('checked');
	expect((await statusOf()).status).toBe('duplicate');
});
