import { gzipSync } from 'node:zlib';
import { map } from 'lodash';
import schema from '../../nodes/CleverConnect/application/application.schema.json';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { send } from '../../tools/n8n/client/sendAll.cts';
import { n8n } from '../helpers/n8n.cts';

it('a valid application is stored with its files byte for byte and confirmed, and a compressed copy is a duplicate', async () => {
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		parameters: { options: { fileNames: '{lastName} {firstName} - {job} - {type}' } },
	});
	const body = JSON.stringify(goodApplication());
	const text = '{"status":"accepted","id":4711}';
	expect(await send(productionUrl, body)).toEqual({ status: 200, text });
	const execution = await n8n.session.waitForExecution(workflowId);
	const { json, binary } = execution.itemOf(TRIGGER);
	expect(await n8n.session.readFiles(binary)).toEqual({ resume: resumePdf, letter: letterDocx });
	expect(map(binary, ({ fileName, mimeType }) => [fileName, mimeType])).toEqual([
		['Example Camille - 0042-BAKER - CV - 4711.pdf', 'application/pdf'],
		['Example Camille - 0042-BAKER - letter - 4711.docx', DOCX_TYPE],
	]);
	expect(json).toMatchObject({
		issues: [],
		summary: { title: '0042-BAKER: Camille Example', files: 'resume,letter' },
		receipt: { sourceIp: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/) as string },
	});

	const encoding = { 'content-encoding': 'gzip' };
	const compressed = await deliver(productionUrl, gzipSync(body), encoding);
	expect(await compressed.json()).toEqual({ status: 'duplicate', id: 4711 });
});

it('n8n serves the output schema of the trigger', async () => {
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const response = await fetch(`${n8n.url}/schemas/${type}/2.0.0.json`);
	const { properties } = (await response.json()) as typeof schema.definitions.item;
	const added = schema.definitions.item.required;
	expect(Object.keys(properties)).toEqual([...added, ...Object.keys(schema.properties)]);
	const attachment = properties.attachments.items.properties;
	expect(attachment).toMatchObject({ type: {}, binaryField: {}, sha256: {} });
	expect(attachment).not.toHaveProperty('content');
});
