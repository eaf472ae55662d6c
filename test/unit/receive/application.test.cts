import { readBlocks } from '../../../tools/docs/page.cts';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { receive, TOKEN, type NodeSettings } from '../../helpers/nodeContext.cts';

it('an application is confirmed, and its item has the files but no request headers', async () => {
	const headers = { 'x-private': 'a header that nobody should see' };
	const { result, outputs, answer } = await receive({ body: goodApplication(), headers });
	const { fileName, mimeType, ...file } = outputs[0]?.[0]?.binary?.resume ?? {};
	expect([fileName, mimeType]).toEqual(['Camille Example CV.pdf', 'application/pdf']);
	expect(file).toEqual({ data: resumePdf.toString('base64') });
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
	expect(answer).toEqual({});
	expect(JSON.stringify(result)).not.toMatch(new RegExp(`${TOKEN}|nobody should see`));
});

it('the documented sample has a file and two issues', async () => {
	const { result, outputs } = await receive({ body: DOCUMENTED_SAMPLE });
	const [[{ json: { issues } = {}, binary } = {}] = []] = outputs;
	expect(binary?.resume?.data).toBe(btoa('Cleverconnect rocks'));
	expect(issues).toMatchObject([
		{ code: 'format', path: '/candidate/email' },
		{ code: 'typeUnverified', path: '/attachments/0/content' },
	]);
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 12345, issues });
});

it('README.md shows the item that the trigger outputs', async () => {
	const block = readBlocks('../README.md').find(({ heading }) => heading === 'The item you get');
	const sample = JSON.parse(block?.code ?? '') as { receipt: { receivedAt: string } };
	jest.useFakeTimers({ now: new Date(sample.receipt.receivedAt), doNotFake: ['nextTick'] });
	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const { outputs } = await receive({ body: goodApplication({ attachments }) });
	jest.useRealTimers();
	expect(outputs[0]?.[0]?.json).toEqual(sample);
});

it.each([
	['flag', [1], [1]],
	['review', [1, 0], [0, 1]],
	['reject', [1], []],
])('with onIssues %s, the outputs are %j, and %j with issues', async (onIssues, usual, others) => {
	for (const [body, expected] of [
		[goodApplication(), usual],
		[DOCUMENTED_SAMPLE, others],
	] as const) {
		const { outputs } = await receive({ body }, { parameters: { onIssues } });
		expect(outputs.map((items) => items.length)).toEqual(expected);
	}
});

it.each<[number, NodeSettings, string]>([
	[422, { parameters: { onIssues: 'reject' } }, TOKEN],
	[401, {}, 'wrong-and-secret'],
])('a refusal with %d shows neither the token nor data of the candidate', async (...row) => {
	const [status, settings, token] = row;
	const headers = { authorization: `Bearer ${token}` };
	const { result, answer, log } = await receive({ body: DOCUMENTED_SAMPLE, headers }, settings);
	expect(result).toEqual({ noWebhookResponse: true });
	expect(answer.status).toBe(status);
	expect(log).toEqual([
		expect.stringMatching(/^CleverConnect Trigger refused a delivery from 203\.0\.113\.7: /),
	]);
	expect(JSON.stringify([answer, log])).not.toMatch(new RegExp(`DOE|Gaillon|${token}`));
});

it('a refusal lists the issues', async () => {
	const parameters = { onIssues: 'reject' };
	const { answer } = await receive({ body: DOCUMENTED_SAMPLE }, { parameters });
	expect(answer.body?.issues).toMatchObject([{ code: 'format' }, { code: 'typeUnverified' }]);
});
