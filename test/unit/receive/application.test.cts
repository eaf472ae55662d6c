import { readBlocks } from '../../../tools/docs/page.cts';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';
import { receive, TOKEN } from '../../helpers/nodeContext.cts';

const bytesOf = (file?: { data: string }) => Buffer.from(file?.data ?? '', 'base64');

it('an application is confirmed, and its item has the files and a receipt but no request headers', async () => {
	const body = goodApplication();
	const headers = { 'x-private': 'a header that nobody should see' };
	const { result, outputs, answer } = await receive({ body, headers });
	const [[{ json = {}, binary = {} } = {}] = []] = outputs;
	expect(json).toMatchObject({
		id: 4711,
		issues: [],
		receipt: {
			receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
			sourceIp: '203.0.113.7',
			bodySha256: sha256(JSON.stringify(body)),
		},
	});
	const { fileName, mimeType } = binary.resume ?? {};
	expect([fileName, mimeType]).toEqual(['Camille Example CV.pdf', 'application/pdf']);
	expect(bytesOf(binary.resume)).toEqual(resumePdf);
	expect(bytesOf(binary.letter)).toEqual(letterDocx);
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
	expect(answer).toEqual({});
	expect(JSON.stringify(result)).not.toMatch(new RegExp(`${TOKEN}|nobody should see`));
});

it('the documented sample has a file and two issues', async () => {
	const { result, outputs } = await receive({ body: DOCUMENTED_SAMPLE });
	const [[{ json: { issues } = {}, binary } = {}] = []] = outputs;
	expect(bytesOf(binary?.resume).toString()).toBe('Cleverconnect rocks');
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

it('text that is dangerous elsewhere arrives unchanged', async () => {
	const parts = ['a\0b', '\ud800', '\uffff', '\u202eevil\u202c', '={{ $env.PATH }}', '<img src=x>'];
	const candidate = { ...goodApplication().candidate, firstName: parts.join(' ') };
	const { outputs } = await receive({ body: goodApplication({ candidate }) });
	expect(outputs[0]?.[0]?.json).toMatchObject({ candidate });
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

it('a refusal lists the issues, and its log line contains no data of the candidate', async () => {
	const parameters = { onIssues: 'reject' };
	const { result, answer, log } = await receive({ body: DOCUMENTED_SAMPLE }, { parameters });
	expect(result).toEqual({ noWebhookResponse: true });
	const issues = [{ code: 'format' }, { code: 'typeUnverified' }];
	expect(answer).toMatchObject({ status: 422, body: { issues } });
	expect(log).toEqual([
		expect.stringMatching(/^CleverConnect Trigger refused a delivery from 203\.0\.113\.7: /),
	]);
	expect(log.join()).not.toMatch(/DOE|Gaillon/);
});

it('a refusal does not reveal the token', async () => {
	const headers = { authorization: 'Bearer wrong-and-secret' };
	const { answer, log } = await receive({ body: goodApplication(), headers });
	expect(answer.status).toBe(401);
	expect(JSON.stringify([answer, log])).not.toMatch(/Camille|secret/);
});
