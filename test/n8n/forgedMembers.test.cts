import { n8n } from '../helpers/n8n.cts';
import type { BinaryEntry } from '../../tools/n8n/session.cts';
import {
	deliver,
	publishReceiver,
	TRIGGER,
	type ReceiverOptions,
} from '../../tools/n8n/workflow.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';

// A sender can't forge the members that the trigger or n8n adds, or make executions fail with such members.

/** Delivers an application to a new workflow and returns the trigger's items. */
async function receiveItems(body: object, options: ReceiverOptions) {
	const receiver = await publishReceiver(n8n, options);
	const response = await deliver(receiver.productionUrl, body);
	expect(response.status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	expect(execution?.status).toBe('success');
	return execution?.outputsOf(TRIGGER)[0] ?? [];
}

const combined = { settings: { binaryMode: 'combined' } };

it('a forged _files member does not give access to the files of another execution', async () => {
	const [victim] = await receiveItems(goodApplication(), combined);
	// Earlier n8n versions don't have the setting.
	const files = (victim?.json._files ?? victim?.binary) as Record<string, object>;
	expect(Object.keys(files)).toEqual(['resume', 'letter']);

	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const forged = goodApplication({ attachments, _files: { letter: files.letter } });
	const [item] = await receiveItems(forged, combined);
	const received = (item?.json._files ?? item?.binary) as Record<string, BinaryEntry>;
	expect(Object.keys(received)).toEqual(['resume']);
	expect(await n8n.session.readBinary(received.resume as BinaryEntry)).toEqual(resumePdf);
});

it.each([7, 'forged', null, [], { resume: 7 }])(
	'a _files member with the value %j is removed',
	async (_files) => {
		const [item] = await receiveItems(goodApplication({ attachments: [], _files }), combined);
		expect(item?.json).not.toHaveProperty('_files');
	},
);

it.each([{ message: 'forged' }, null])(
	'an $error member with the value %j is removed',
	async ($error) => {
		const [item] = await receiveItems(goodApplication({ $error, $json: 1 }), {});
		expect(item?.json).toMatchObject({ id: 4711, issues: [] });
		expect(item).not.toHaveProperty('error');
	},
);

it.each([
	['runOnceForAllItems', 'return $json;'],
	['runOnceForAllItems', 'return $input.all().map(({ json }) => json);'],
	['runOnceForEachItem', 'return $json;'],
])(
	'in a Code node (%s) with "%s", the sender cannot replace or break the item',
	async (mode, jsCode) => {
		const { id, jobId, candidate } = goodApplication();
		const file = { mimeType: 'application/pdf', fileName: '../cv.exe', data: 'Zm9yZ2Vk' };
		const forged = { json: { id, jobId, candidate, issues: [] }, binary: { resume: file } };
		const code = {
			name: 'Code',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { mode, jsCode },
		};
		const receiver = await publishReceiver(n8n, { next: [code] });
		const application = goodApplication({ attachments: [], pairedItem: 1, index: 1, error: 'x' });
		await deliver(receiver.productionUrl, { ...application, ...forged });
		const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
		const [[item] = []] = execution?.outputsOf('Code') ?? [];
		expect(item?.json).toHaveProperty('receipt.bodySha256');
		expect(item?.binary ?? {}).toEqual({});
	},
);

it('a member with which n8n marks errors does not make an expression fail', async () => {
	const fields = {
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: '={{ $json }}' },
	};
	const receiver = await publishReceiver(n8n, { next: [fields] });
	await deliver(receiver.productionUrl, goodApplication({ __isError: true, message: 'forged' }));
	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	expect(execution?.outputsOf('Edit Fields')[0]).toMatchObject([{ json: { id: 4711 } }]);
});

it('a member whose name is a path to a file is removed', async () => {
	const file = { mimeType: 'application/pdf', fileName: 'cv.pdf', data: 'Zm9yZ2Vk' };
	const [item] = await receiveItems(goodApplication({ '_files.resume': file }), combined);
	expect(item?.json).not.toHaveProperty(['_files.resume']);
});

it('a forged attachment member is removed if the application has no attachments', async () => {
	const attachment = { binaryField: 'file', sha256: 'forged' };
	const [item] = await receiveItems(goodApplication({ attachments: [], attachment }), {
		parameters: { output: 'attachment' },
	});
	expect(item?.json).not.toHaveProperty('attachment');
});

it.each(['application', 'attachment'])(
	'with the output "%s", a single attachment with forged members counts as one attachment',
	async (output) => {
		const forged = { binaryField: 'resume', size: 1, sha256: 'forged', detectedType: 'forged' };
		const attachments = { ...forged, 0: forged, type: 'resume', content: '***' };
		const items = await receiveItems(
			{ ...goodApplication(), attachments },
			{ parameters: { output } },
		);
		expect(items).toHaveLength(1);
		expect(items[0]?.json.attachments).toEqual([{ 0: forged, type: 'resume', content: '***' }]);
	},
);
