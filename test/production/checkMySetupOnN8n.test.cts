import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { startCaddy } from '../../tools/n8n/servers/caddy.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { submitForm } from '../helpers/forms.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { findWrong, runCheck } from '../helpers/runCheck.cts';

let n8n: Instance;
let receiver: Receiver;
let documentedUrl: string;
let ordinaryUrl: string;
let mailServer: MailServer;
let certificate: string;

beforeAll(async () => {
	// Creates the certificate authority that n8n has to trust when it starts.
	const earlier = await startCaddy('http://localhost:1');
	certificate = earlier.certificate;
	mailServer = await startMailServer();
	n8n = await startAnotherN8n({ NODE_EXTRA_CA_CERTS: certificate, N8N_PROXY_HOPS: '1' });
	receiver = await publishReceiver(n8n);
	const urlBehind = ({ httpsUrl }: { readonly httpsUrl: string }) =>
		receiver.productionUrl.replace(n8n.url, httpsUrl);
	documentedUrl = urlBehind(await startCaddy(n8n.url, [], earlier.folder));
	const ordinary = [
		[
			'route {\n\t\t# Replace',
			'route {\n\t\trequest_header Sent {header.X-Forwarded-For}\n\t\t# Replace',
		],
		[
			'X-Forwarded-For {header.X-Forwarded-For}\n\theader_up',
			'X-Forwarded-For {header.Sent}\n\theader_up',
		],
		['request_header @other -Upgrade', ''],
		['[7-9]\\d{7}', '[2-9]\\d{7}'],
	] as const;
	ordinaryUrl = urlBehind(await startCaddy(n8n.url, ordinary, earlier.folder));
});

/** Imports and fills in the template, and turns its daily check on. */
async function setUp(url: string) {
	const { session } = n8n;
	const smtp = await session.createCredential('Mail', 'smtp', mailServer.credential);
	const credential = [CREDENTIAL_TYPE, receiver.credentialId] as const;
	const { workflowId } = await importTemplate(session, n8n.url, 'check-my-setup.json', {
		texts: { 'http://localhost:5678': n8n.url },
		fields: {
			'Send with token': { url },
			'Send email': { fromEmail: 'n8n@example.com', toEmail: 'ann@example.com' },
		},
		credentials: {
			'Send with token': credential,
			'Send to n8n itself': credential,
			'Send email': ['smtp', smtp],
		},
	});
	await session.changeNode(workflowId, 'Every morning', { disabled: false });
	const { nodes } = await session.readWorkflow(workflowId);
	const form = nodes.find(({ name }) => name === 'Check my setup');
	return { session, workflowId, formPath: `${form?.webhookId}` };
}

const LACKING = [
	"n8n sees the sender's own address",
	'A sender that asks for HTTP/2 is answered',
	'20 MB of files arrive',
];

it('npm run check finds a certificate that is not trusted, what an ordinary proxy lacks, and nothing else', async () => {
	expect(await runCheck(documentedUrl, certificate)).toEqual([0]);
	expect(await runCheck(documentedUrl)).toEqual([1, 'HTTPS with a valid certificate']);
	expect(await runCheck(ordinaryUrl, certificate)).toEqual([1, ...LACKING]);
});

it('check-my-setup.json sends an email about what an ordinary proxy lacks', async () => {
	const { session, workflowId } = await setUp(ordinaryUrl);
	await session.runManually(workflowId, 'Every morning');
	const mails = mailServer.takeAllMails().map(({ mail }) => findWrong(String(mail.text)));
	expect(mails).toEqual([LACKING]);
});

it('check-my-setup.json shows a page with every check, and sends no email if nothing is wrong', async () => {
	const { session, workflowId, formPath } = await setUp(documentedUrl);
	await session.runManually(workflowId, 'Every morning');
	expect(mailServer.takeAllMails()).toEqual([]);
	await session.listen(workflowId, 'Check my setup');
	const page = await submitForm(`${n8n.url}/form-test/${formPath}`, new FormData());
	expect(page).toContain('Nothing is wrong.');
	// A check on this machine can't show how n8n sees senders on the internet.
	expect(page.match(/[✓✗–](?=<)/g)?.join('')).toBe('✓✓✓✓✓–✓✓✓✓');
});

it('check-my-setup.json checks nothing if its form is published', async () => {
	const { session, workflowId, formPath } = await setUp('https://localhost:1/');
	await session.publish(workflowId);
	await fetch(`${n8n.url}/form/${formPath}`, { method: 'POST', body: new FormData() });
	const { error } = await session.waitForExecution(workflowId);
	expect(error).toMatch(/^This form works only in the editor/);
});

it('the checks start no execution, and save no delivery', async () => {
	const { workflowId, productionUrl } = receiver;
	expect(await n8n.session.countExecutions(workflowId)).toBe(0);
	expect((await n8n.session.readWorkflow(workflowId)).staticData).toBeNull();
	const response = await deliver(productionUrl, goodApplication());
	expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
});
