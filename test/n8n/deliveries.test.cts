import { gzipSync } from 'node:zlib';
import { findBlock } from '../../tools/docs/page.cts';
import schema from '../../nodes/CleverConnect/application/application.schema.json';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../tools/samples/exampleApplication.cts';
import { connect, deliver, publishReceiver, TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { send } from '../../tools/n8n/client/sendAll.cts';
import { n8n } from '../helpers/n8n.cts';

it('a valid application is stored and confirmed, and its item contains the files byte for byte', async () => {
	const parameters = { jsCode: findBlock('using-files.md', 'rename').code };
	const nodes = [{ name: 'rename', type: 'n8n-nodes-base.code', typeVersion: 2, parameters }];
	const { productionUrl, workflowId } = await publishReceiver(n8n, {
		further: { nodes, connections: connect(TRIGGER, 'rename') },
	});
	const body = JSON.stringify(goodApplication());
	const text = '{"status":"accepted","id":4711}';
	expect(await send(productionUrl, body)).toEqual({ status: 200, text });
	const execution = await n8n.session.waitForExecution(workflowId);
	const { json, binary } = execution.itemOf(TRIGGER);
	expect(await n8n.session.readFiles(binary)).toEqual({ resume: resumePdf, letter: letterDocx });
	expect(binary).toMatchObject({
		resume: { fileName: 'Camille Example CV.pdf', mimeType: 'application/pdf' },
		letter: { fileName: 'Lettre de motivation.docx', mimeType: DOCX_TYPE },
	});
	expect(json).toMatchObject({
		issues: [],
		receipt: { sourceIp: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/) as string },
	});

	const renamed = execution.itemOf('rename').binary;
	expect(renamed).toMatchObject({
		resume: { fileName: 'Example Camille - 0042-BAKER - resume.pdf' },
		letter: { fileName: 'Example Camille - 0042-BAKER - letter.docx' },
	});

	const encoding = { 'content-encoding': 'gzip' };
	const compressed = await deliver(productionUrl, gzipSync(body), encoding);
	expect(await compressed.json()).toEqual({ status: 'duplicate', id: 4711 });
});

it('n8n serves the output schema of the trigger', async () => {
	const type = 'n8n-nodes-cleverconnect.cleverConnectTrigger';
	const response = await fetch(`${n8n.url}/schemas/${type}/2.0.0.json`);
	const { properties } = (await response.json()) as typeof schema.definitions.item;
	const added = ['issues', 'receipt'];
	expect(Object.keys(properties)).toEqual([...Object.keys(schema.properties), ...added]);
	const attachment = properties.attachments.items.properties;
	expect(attachment).toMatchObject({ type: {}, binaryField: {}, sha256: {} });
	expect(attachment).not.toHaveProperty('content');
});
