import { n8n } from '../helpers/n8n.cts';
import type { BinaryEntry } from '../../tools/n8n/client/session.cts';
import {
	deliver,
	publishReceiver,
	TRIGGER,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';

// The trigger removes members that have a meaning for n8n. These tests show what n8n would do with them.

/** Delivers an application to a new workflow and returns its execution. */
async function receive(body: object, options: ReceiverOptions) {
	const receiver = await publishReceiver(n8n, options);
	const response = await deliver(receiver.productionUrl, body);
	expect(response.status).toBe(200);
	const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	return execution;
}

it('a forged _files member does not give access to the files of another execution', async () => {
	const receiveFiles = async (body: object) => {
		const execution = await receive(body, { settings: { binaryMode: 'combined' } });
		const [[item] = []] = execution?.outputsOf(TRIGGER) ?? [];
		// Earlier n8n versions don't have the setting.
		return (item?.json._files ?? item?.binary) as Record<string, BinaryEntry>;
	};
	const files = await receiveFiles(goodApplication());
	expect(Object.keys(files)).toEqual(['resume', 'letter']);

	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const forged = goodApplication({ attachments, _files: { letter: files.letter } });
	const received = await receiveFiles(forged);
	expect(Object.keys(received)).toEqual(['resume']);
	expect(await n8n.session.readBinary(received.resume as BinaryEntry)).toEqual(resumePdf);
});

const CODE_NODES = [
	['runOnceForAllItems', 'return $json;'],
	['runOnceForAllItems', 'return $input.all().map(({ json }) => json);'],
	['runOnceForEachItem', 'return $json;'],
].map(([mode, jsCode = '']) => ({
	name: `${mode}: ${jsCode}`,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { mode, jsCode },
}));

it.each(['separate', 'combined'])(
	'with binaryMode %s, members that n8n reads neither replace nor break an item in later nodes',
	async (binaryMode) => {
		const file = { mimeType: 'application/pdf', fileName: '../cv.exe', data: 'Zm9yZ2Vk' };
		const application = goodApplication({ attachments: [] });
		const forged = {
			_files: { resume: file },
			'_files.resume': file,
			json: { ...application, issues: [] },
			binary: { resume: file },
			pairedItem: 1,
			index: 1,
			error: 'forged',
			$error: { message: 'forged' },
			$json: 1,
			__isError: true,
			message: 'forged',
		};
		const fields = {
			name: 'Edit Fields',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: '={{ $json }}' },
		};
		// With `binaryMode: combined`, n8n checks what a Code node returns in another way.
		const nodes = binaryMode === 'combined' ? [fields] : [fields, ...CODE_NODES];
		const execution = await receive(
			{ ...application, ...forged },
			{
				settings: { binaryMode },
				further: {
					nodes,
					connections: {
						[TRIGGER]: {
							main: [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))],
						},
					},
				},
			},
		);
		for (const name of [TRIGGER, ...nodes.map((node) => node.name)]) {
			const [[item] = []] = execution?.outputsOf(name) ?? [];
			expect([name, item?.json]).toMatchObject([name, { id: 4711, issues: [], message: 'forged' }]);
			expect([name, item?.json]).toHaveProperty(['1', 'receipt', 'bodySha256']);
			expect([name, item?.json]).not.toHaveProperty(['1', '_files.resume']);
			expect([name, item?.json._files ?? {}, item?.binary ?? {}]).toEqual([name, {}, {}]);
			expect(item).not.toHaveProperty('error');
		}
	},
);
