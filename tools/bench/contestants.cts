import { randomUUID } from 'node:crypto';
import type { Instance } from '../n8n/start/instance.cts';
import { connect, publishReceiver, TOKEN } from '../n8n/client/workflow.cts';

export type Contestant = Awaited<ReturnType<typeof publishTrigger>>;

/** Decodes the files and stores them as n8n's binary data, as the trigger does. */
const DECODE = `const { attachments, ...application } = $input.first().json.body;
const binary = {};
for (const { type, content, contentType, fileName } of attachments) {
	const bytes = Buffer.from(content, 'base64');
	binary[type] = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
}
return [{ json: application, binary }];`;

export async function publishTrigger(n8n: Instance) {
	const { productionUrl } = await publishReceiver(n8n);
	return { name: 'CleverConnect Trigger', url: productionUrl, n8n };
}

export async function publishWebhookAndCode(n8n: Instance): Promise<Contestant> {
	const { url, session } = n8n;
	const name = 'Webhook → Code';
	const type = 'httpHeaderAuth';
	const data = { name: 'Authorization', value: `Bearer ${TOKEN}` };
	const id = await session.createCredential(name, type, data);
	const path = randomUUID();
	const webhook = {
		webhookId: path,
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path, authentication: 'headerAuth' },
		credentials: { [type]: { id, name } },
	};
	const code = {
		name: 'Code',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: { jsCode: DECODE },
	};
	const workflowId = await session.createWorkflow({
		name,
		nodes: [webhook, code],
		connections: connect(webhook.name, code.name),
	});
	await session.publish(workflowId);
	return { name, url: `${url}/webhook/${path}`, n8n };
}
