import type { INodeExecutionData, IWebhookResponseData } from 'n8n-workflow';
import {
	DOCUMENTED_SAMPLE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../../tools/common/sha256.cts';
import { readBinary, receive, setUpBinaryStore, TOKEN } from '../../helpers/nodeContext.cts';

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

function outputs({ workflowData }: IWebhookResponseData): INodeExecutionData[][] {
	if (!Array.isArray(workflowData)) throw new Error('the trigger has output no items');
	return workflowData;
}

it.each(['filesystem', 'default'] as const)(
	'with binary data in %s, each file is stored byte for byte, with a safe name and its type',
	async (mode) => {
		const removeStore = await setUpBinaryStore(mode);
		const { result } = await receive({ body: goodApplication() });
		const { binary = {} } = outputs(result)[0]?.[0] ?? {};
		expect(binary.resume).toMatchObject({
			fileName: 'Camille Example CV.pdf',
			mimeType: 'application/pdf',
		});
		expect(await readBinary(binary.resume)).toEqual(resumePdf);
		expect(await readBinary(binary.letter)).toEqual(letterDocx);
		await removeStore();
	},
);

it('an application is confirmed, and its item has a receipt but no request headers', async () => {
	const body = goodApplication();
	const headers = { 'x-private': 'a header that nobody should see' };
	const { result, answer } = await receive({ body, headers });
	expect(outputs(result)[0]?.[0]?.json).toMatchObject({
		id: 4711,
		issues: [],
		receipt: {
			receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
			sourceIp: '203.0.113.7',
			bodySha256: sha256(JSON.stringify(body)),
		},
	});
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 4711 });
	expect(answer).toEqual({});
	expect(JSON.stringify(result)).not.toMatch(new RegExp(`${TOKEN}|nobody should see`));
});

it('the documented sample has a file and two issues', async () => {
	const { result } = await receive({ body: DOCUMENTED_SAMPLE });
	const { json, binary } = outputs(result)[0]?.[0] ?? {};
	expect((await readBinary(binary?.resume)).toString()).toBe('Cleverconnect rocks');
	expect(json?.issues).toMatchObject([
		{ code: 'format', path: '/candidate/email' },
		{ code: 'typeUnverified', path: '/attachments/0/content' },
	]);
	const { issues } = json ?? {};
	expect(result.webhookResponse).toEqual({ status: 'accepted', id: 12345, issues });
});

it('text that is dangerous elsewhere arrives unchanged', async () => {
	const parts = ['a\0b', '\ud800', '\uffff', '\u202eevil\u202c', '={{ $env.PATH }}', '<img src=x>'];
	const candidate = { ...goodApplication().candidate, firstName: parts.join(' ') };
	const { result } = await receive({ body: goodApplication({ candidate }) });
	expect(outputs(result)[0]?.[0]?.json).toMatchObject({ candidate });
});

describe('onIssues', () => {
	const countItems = async (body: object, onIssues: string) =>
		outputs((await receive({ body }, { parameters: { onIssues } })).result).map(
			(items) => items.length,
		);

	it.each([
		['flag', [1], [1]],
		['review', [1, 0], [0, 1]],
	])('set to %s has the outputs %j, and %j with issues', async (onIssues, usual, withIssues) => {
		expect(await countItems(goodApplication(), onIssues)).toEqual(usual);
		expect(await countItems(DOCUMENTED_SAMPLE, onIssues)).toEqual(withIssues);
	});

	it('set to reject returns 422 with every issue', async () => {
		const parameters = { onIssues: 'reject' };
		const { result, answer, log } = await receive({ body: DOCUMENTED_SAMPLE }, { parameters });
		expect(result).toEqual({ noWebhookResponse: true });
		expect(answer).toMatchObject({
			status: 422,
			body: { issues: [{ code: 'format' }, { code: 'typeUnverified' }] },
		});
		expect(log).toHaveLength(1);
		expect(log.join()).not.toMatch(/DOE|Gaillon/);
		expect(await countItems(goodApplication(), 'reject')).toEqual([1]);
	});
});

it('a refusal does not reveal the token or the application', async () => {
	const headers = { authorization: 'Bearer wrong-and-secret' };
	const { result, answer, log } = await receive({ body: goodApplication(), headers });
	expect(result).toEqual({ noWebhookResponse: true });
	expect(answer).toMatchObject({ status: 401, body: { title: 'Unauthorized' } });
	expect(log).toEqual([
		expect.stringMatching(/^CleverConnect Trigger refused a delivery from 203\.0\.113\.7: /),
	]);
	expect(JSON.stringify([answer, log])).not.toMatch(/Camille|secret/);
});
