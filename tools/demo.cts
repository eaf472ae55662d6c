import { goodApplication, DOCUMENTED_SAMPLE } from './samples/exampleApplication.cts';
import { cleanUpAll } from './common/cleanUp.cts';
import { waitUntil } from './common/waitUntil.cts';
import { OWNER } from './n8n/client/session.cts';
import { deliver, publishReceiver, TRIGGER } from './n8n/client/workflow.cts';
import { buildPackage } from './n8n/install/communityPackage.cts';
import { startInstance } from './n8n/start/instance.cts';

const SCENES = [
	{
		title: 'A complete application: the CV is a PDF file and the letter is a Word file',
		application: goodApplication(),
	},
	{
		title: "CleverConnect's own sample: the email address and the PDF are not real ones",
		application: DOCUMENTED_SAMPLE,
	},
	{
		title: 'A forged application: the token is wrong',
		application: goodApplication(),
		headers: { authorization: 'Bearer a-token-that-somebody-guessed' },
	},
];

async function main(): Promise<void> {
	await buildPackage();
	const n8n = await startInstance();
	const { workflowId, productionUrl } = await publishReceiver(n8n);
	console.log(
		`\nn8n is running with a workflow. CleverConnect would send applications to:\n  ${productionUrl}`,
	);
	for (const [index, { title, application, headers }] of SCENES.entries()) {
		console.log(`\n${index + 1}. ${title}`);
		const response = await deliver(productionUrl, application, headers);
		console.log(`  answer      ${response.status} ${await response.text()}`);
		if (response.ok) {
			const execution = await n8n.session.waitForExecution(workflowId, index + 1);
			const { json } = execution.itemOf(TRIGGER);
			console.log(`  item\n${JSON.stringify(json, null, 2).replace(/^/gm, '    ')}`);
		} else {
			const findLine = () => /^.*refused an application.*$/m.exec(n8n.log());
			const [line] = await waitUntil('n8n to log the refusal', findLine);
			console.log(`  n8n's log   ${line}`);
		}
	}
	if (process.argv.includes('--once')) return;
	console.log(`
Look at the result in n8n
  ${n8n.url}/workflow/${workflowId}/executions
  email    ${OWNER.email}
  password  ${OWNER.password}
Close the checklist, select an execution and double-click CleverConnect Trigger.
The fields are under JSON, and the files are under Binary.

To send your own CV, click Execute step in the trigger, and open its Test URL in your browser.

Press Ctrl-C to stop n8n and delete its data.`);
	process.once('exit', () => console.log('\nn8n has stopped, and its data is deleted.'));
	await new Promise(() => {});
}

void main().finally(() => void cleanUpAll());
