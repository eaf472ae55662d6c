import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { run } from '../../tools/common/command.cts';
import { n8n } from '../helpers/n8n.cts';
import {
	connect,
	CREDENTIAL_TYPE,
	publishReceiver,
	TOKEN,
	TRIGGER,
} from '../../tools/n8n/client/workflow.cts';

const USERNAME = 'cleverconnect';
const OTHER_TOKEN = 'the-token-of-somebody-else';
const DIFFICULT = 'a-token+with/difficult=characters&more#and%41';

/** Returns the encodings in which a secret could leak. */
const formsOf = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	Buffer.from(`${USERNAME}:${secret}`).toString('base64'),
];

it.each(['onReceived', 'lastNode'])(
	'npm run send gets the listed response to each fault, with Respond: %s',
	async (responseMode) => {
		const parameters = { responseMode };
		const { productionUrl } = await publishReceiver(n8n, { parameters });
		const args = ['tools/run.mjs', 'send', productionUrl, '--fault', 'all'];
		const env = { CLEVERCONNECT_TOKEN: TOKEN };
		const output = await run(process.execPath, args, { env });
		expect(output).toContain('Every answer was as expected.');
	},
);

/** Sends with n8n's HTTP Request node and this credential, and returns the execution. */
async function sendWith(url: string, credentialId: string) {
	const start = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };
	const request = {
		name: 'Send',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL_TYPE,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: JSON.stringify(goodApplication()),
		},
		credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'The same credential' } },
	};
	const nodes = [start, request];
	const workflow = { name: 'Sender', nodes, connections: connect('Start', 'Send') };
	return await n8n.session.runManually(await n8n.session.createWorkflow(workflow), 'Start');
}

async function expectNotStored(secret: string, executionId: string) {
	const { body } = await n8n.session.try('GET', `/executions/${executionId}`);
	for (const form of formsOf(secret)) expect(JSON.stringify(body)).not.toContain(form);
}

it.each<[string, object]>([
	['bearer', {}],
	['header', { headerName: 'X-Application-Key' }],
	['basic', { username: USERNAME }],
	['query', { queryParameter: 'key' }],
	['none', { token: '', allowedIps: '127.0.0.0/8, ::1' }],
])(
	"n8n's HTTP Request node delivers an application with the scheme %s, and stores no secret",
	async (authentication, settings) => {
		const credential = { authentication, token: DIFFICULT, ...settings };
		const receiver = await publishReceiver(n8n, { credential });
		const sent = await sendWith(receiver.productionUrl, receiver.credentialId);
		expect(sent.itemOf('Send').json).toEqual({ status: 'accepted', id: 4711 });

		const received = await n8n.session.waitForExecution(receiver.workflowId);
		expect(received.itemOf(TRIGGER).json.receipt).toMatchObject({
			bodySha256: sha256(JSON.stringify(goodApplication())),
		});
		for (const { id } of [sent, received]) await expectNotStored(DIFFICULT, id);
	},
);

it("n8n's HTTP Request node is refused with another token, and does not store that token", async () => {
	const settings = { authentication: 'query', queryParameter: 'key' };
	const receiver = await publishReceiver(n8n, { credential: { ...settings, token: DIFFICULT } });
	const credential = { ...settings, token: OTHER_TOKEN };
	const other = await n8n.session.createCredential('Other', CREDENTIAL_TYPE, credential);
	const { id, error } = await sendWith(receiver.productionUrl, other);
	expect(error).toMatch(/authoriz/i);
	await expectNotStored(OTHER_TOKEN, id);
});

it('the log contains no personal data or secrets', () => {
	expect(n8n.log()).toContain('CleverConnect Trigger refused a delivery');
	for (const text of [...[TOKEN, DIFFICULT, OTHER_TOKEN].flatMap(formsOf), 'Camille']) {
		expect(n8n.log()).not.toContain(text);
	}
});
