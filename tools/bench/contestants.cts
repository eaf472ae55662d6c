import { randomUUID } from 'node:crypto';
import type { Instance } from '../n8n/start/instance.cts';
import { publishReceiver, TOKEN } from '../n8n/client/workflow.cts';

/** A published workflow that receives applications. */
export interface Contestant {
	readonly name: string;
	/** The process ID of its n8n. */
	readonly pid: number;
	readonly url: string;
}

export const OURS = 'CleverConnect Trigger';
export const CODE = 'Webhook → Code';
/** Stores the message without decoding its files, which shows how much of the work n8n itself causes. */
export const WEBHOOK = 'Webhook';

/** The benchmark sends from these addresses, so that each allowlist has entries to compare. */
const ALLOWED_IPS = '127.0.0.1, ::1';

/** Decodes the files and stores them as n8n's binary data, as the trigger does. */
const DECODE = `const { attachments, ...application } = $input.first().json.body;
const binary = {};
for (const { type, content, contentType, fileName } of attachments) {
	const bytes = Buffer.from(content, 'base64');
	binary[type] = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
}
return [{ json: application, binary }];`;

export async function publishContestant(
	name: typeof OURS | typeof CODE | typeof WEBHOOK,
	{ url, session, pid }: Instance,
): Promise<Contestant> {
	if (name === OURS) {
		const credential = { authentication: 'bearer', token: TOKEN, allowedIps: ALLOWED_IPS };
		const { productionUrl } = await publishReceiver({ url, session }, { name, credential });
		return { name, pid, url: productionUrl };
	}
	const type = 'httpHeaderAuth';
	const data = { name: 'Authorization', value: `Bearer ${TOKEN}` };
	const id = await session.createCredential(name, type, data);
	const path = randomUUID();
	const webhook = {
		id: randomUUID(),
		webhookId: path,
		name: WEBHOOK,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		position: [0, 0],
		parameters: {
			httpMethod: 'POST',
			path,
			authentication: 'headerAuth',
			options: { ipWhitelist: ALLOWED_IPS },
		},
		credentials: { [type]: { id, name } },
	};
	const code = {
		id: randomUUID(),
		name: CODE,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [220, 0],
		parameters: { jsCode: DECODE },
	};
	const workflowId = await session.createWorkflow({
		name,
		nodes: name === CODE ? [webhook, code] : [webhook],
		connections: {
			[WEBHOOK]: { main: [name === CODE ? [{ node: CODE, type: 'main', index: 0 }] : []] },
		},
		settings: { executionOrder: 'v1' },
	});
	await session.publish(workflowId);
	return { name, pid, url: `${url}/webhook/${path}` };
}
