import type { Item } from '../../tools/n8n/client/session.cts';
import {
	deliver,
	publishReceiver,
	TRIGGER,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { n8n } from '../helpers/n8n.cts';

// The trigger removes members that have a meaning for n8n. These tests show what n8n would do with them.

/** Delivers an application to a new workflow and returns a function that returns the first item of a node. */
async function receive(body: object, options: ReceiverOptions) {
	const { productionUrl, workflowId } = await publishReceiver(n8n, options);
	await deliver(productionUrl, body);
	const [execution] = await n8n.session.waitForExecutions(workflowId, 1);
	expect([execution?.status, execution?.error]).toEqual(['success', undefined]);
	return (name: string) => execution?.outputsOf(name)[0]?.[0];
}

it('a forged _files member does not give access to the files of another execution', async () => {
	const receiveFiles = async (body: object) => {
		const item = (await receive(body, { settings: { binaryMode: 'combined' } }))(TRIGGER);
		// Earlier n8n versions don't have the setting.
		return (item?.json._files ?? item?.binary ?? {}) as NonNullable<Item['binary']>;
	};
	const files = await receiveFiles(goodApplication());
	expect(Object.keys(files)).toEqual(['resume', 'letter']);

	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const forged = goodApplication({ attachments, _files: { letter: files.letter } });
	expect(await n8n.session.readFiles(await receiveFiles(forged))).toEqual({ resume: resumePdf });
});

const EDIT_FIELDS = {
	name: 'Edit Fields',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: '={{ $json }}' },
};
const CODE_NODES = [
	['runOnceForAllItems', 'return $json;'],
	['runOnceForAllItems', 'return $input.all().map(({ json }) => json);'],
	['runOnceForEachItem', 'return $json;'],
].map(([mode, jsCode]) => ({
	name: `${mode}: ${jsCode}`,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { mode, jsCode },
}));

it.each([
	['separate', [EDIT_FIELDS, ...CODE_NODES]],
	// n8n checks what a Code node returns in another way.
	['combined', [EDIT_FIELDS]],
])(
	'with binaryMode %s, members that n8n reads neither replace nor break an item in later nodes',
	async (binaryMode, nodes) => {
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
		const main = [nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }))];
		const readItem = await receive(
			{ ...application, ...forged },
			{ settings: { binaryMode }, further: { nodes, connections: { [TRIGGER]: { main } } } },
		);
		for (const name of [TRIGGER, ...nodes.map((node) => node.name)]) {
			const { json = {}, binary = {}, ...others } = readItem(name) ?? {};
			expect([name, json]).toMatchObject([name, { id: 4711, issues: [], message: 'forged' }]);
			expect([name, json]).toHaveProperty(['1', 'receipt', 'bodySha256']);
			expect([name, json]).not.toHaveProperty(['1', '_files.resume']);
			expect([name, json._files ?? {}, binary]).toEqual([name, {}, {}]);
			expect(others).not.toHaveProperty('error');
		}
	},
);
