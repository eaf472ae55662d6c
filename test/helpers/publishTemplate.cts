import type { RunningInstance } from '../../tools/n8n/start/instance.cts';
import { importTemplate, type Filling } from '../../tools/n8n/client/template.cts';
import { CREDENTIAL_TYPE, deliver, TOKEN, TRIGGER } from '../../tools/n8n/client/workflow.cts';

/** Imports a template, fills it in, and publishes it with a credential that accepts `TOKEN`. */
export async function publishTemplate(n8n: RunningInstance, file: string, filling: Filling) {
	const data = { authentication: 'bearer', token: TOKEN };
	const id = await n8n.session.createCredential('CleverConnect', CREDENTIAL_TYPE, data);
	const imported = await importTemplate(n8n.session, n8n.url, file, {
		...filling,
		credentials: { [TRIGGER]: [CREDENTIAL_TYPE, id], ...filling.credentials },
	});
	await n8n.session.publish(imported.workflowId);
	let count = 0;
	return {
		...imported,
		/** Delivers an application and waits until its execution finishes. */
		async deliver(application: object) {
			await this.send(application);
			return await this.waitForNext();
		},
		async send(application: object) {
			const response = await deliver(imported.productionUrl, application);
			expect(response.status).toBe(200);
		},
		async waitForNext() {
			count += 1;
			return await n8n.session.waitForExecution(imported.workflowId, count);
		},
	};
}
