import path from 'node:path';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { HOST_NAME, makeCertificate, startProxy } from '../../tools/n8n/servers/proxy.cts';
import type { Replacements } from '../../tools/n8n/servers/servers.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import { CREDENTIAL_TYPE, deliver, publishReceiver } from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { submitForm } from '../helpers/forms.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { findWrong, runCheck } from '../helpers/runCheck.cts';

type Place = Awaited<ReturnType<typeof startN8n>>;

/** n8n with the documented settings, and n8n with its default settings. */
let documented: Place;
let usual: Place;
/** The documented nginx, an ordinary nginx, and an nginx that n8n doesn't know. */
let urls: Record<'documented' | 'ordinary' | 'unknown', string>;
let mailServer: MailServer;
let folder: string;
let certificate: string;

async function startN8n(environment: NodeJS.ProcessEnv) {
	const n8n = await startAnotherN8n({ NODE_EXTRA_CA_CERTS: certificate, ...environment });
	return { n8n, receiver: await publishReceiver(n8n) };
}

/** Starts nginx in front of n8n, and returns the trigger's URL. */
async function startNginx({ n8n, receiver }: Place, replacements: Replacements = []) {
	const certificates = ['/etc/ssl/n8n', path.join(folder, 'n8n')] as const;
	const all = [...replacements, certificates];
	const nginx = await startProxy(n8n.url, all, 'machine');
	return receiver.productionUrl.replace(n8n.url, `https://localhost:${nginx.httpsPort}`);
}

beforeAll(async () => {
	folder = await createFolder('certificates');
	certificate = path.join(folder, `${HOST_NAME}.crt`);
	await makeCertificate(folder, `${HOST_NAME}.crt`, `${HOST_NAME}.key`);
	mailServer = await startMailServer();
	documented = await startN8n({ N8N_PROXY_HOPS: '1' });
	usual = await startN8n({ N8N_PAYLOAD_SIZE_MAX: '16' });
	urls = {
		documented: await startNginx(documented),
		ordinary: await startNginx(documented, [
			['client_max_body_size 64m;', 'client_max_body_size 16m;'],
			[
				'js_content n8n.deliver;',
				'proxy_pass http://n8n_webhooks; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection Upgrade;',
			],
		]),
		// n8n must be able to tell nginx from the sender, which has the address 127.0.0.1.
		unknown: await startNginx(usual, [
			['proxy_connect_timeout 2s;', 'proxy_connect_timeout 2s; proxy_bind 127.0.0.9;'],
		]),
	};
});

/** Imports and fills in the template, and turns its daily check on. */
async function setUp({ n8n, receiver }: Place, url: string) {
	const smtp = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const credential = [CREDENTIAL_TYPE, receiver.credentialId] as const;
	const { workflowId } = await importTemplate(n8n.session, n8n.url, 'check-my-setup.json', {
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
	await n8n.session.changeNode(workflowId, 'Every morning', { disabled: false });
	const { nodes } = await n8n.session.readWorkflow(workflowId);
	const form = nodes.find(({ name }) => name === 'Check my setup');
	return { workflowId, formPath: `${form?.webhookId}` };
}

const ADDRESS = "n8n sees the sender's own address";
const LARGE = '20 MB of files arrive';

it('npm run check finds a certificate that is not trusted, what an ordinary nginx lacks, and nothing else', async () => {
	expect(await runCheck(urls.documented, certificate)).toEqual([0]);
	expect(await runCheck(urls.documented)).toEqual([1, 'HTTPS with a valid certificate']);
	const upgrade = 'A sender that asks for HTTP/2 is answered';
	expect(await runCheck(urls.ordinary, certificate)).toEqual([1, ADDRESS, upgrade, LARGE]);
});

describe('check-my-setup.json', () => {
	it('sends an email about an nginx that n8n does not know', async () => {
		const { workflowId } = await setUp(usual, urls.unknown);
		await usual.n8n.session.runManually(workflowId, 'Every morning');
		const mails = mailServer.takeAllMails().map(({ mail }) => findWrong(String(mail.text)));
		expect(mails).toEqual([['n8n expects the proxy in front of it', LARGE]]);
	});

	it('shows a page with every check, and sends no email if nothing is wrong', async () => {
		const { session, url } = documented.n8n;
		const { workflowId, formPath } = await setUp(documented, urls.documented);
		await session.runManually(workflowId, 'Every morning');
		expect(mailServer.takeAllMails()).toEqual([]);
		await session.listen(workflowId, 'Check my setup');
		const page = await submitForm(`${url}/form-test/${formPath}`, new FormData());
		expect(page).toContain('Nothing is wrong.');
		// This machine can't see how n8n sees senders on the internet.
		expect(page.match(/[✓✗–](?=<)/g)?.join('')).toBe('✓✓✓✓✓–✓✓✓✓');
	});

	it('checks nothing if its form is published', async () => {
		const { session, url } = documented.n8n;
		const { workflowId, formPath } = await setUp(documented, 'https://localhost:1/');
		await session.publish(workflowId);
		await fetch(`${url}/form/${formPath}`, { method: 'POST', body: new FormData() });
		const { error } = await session.waitForExecution(workflowId);
		expect(error).toMatch(/^This form works only in the editor/);
	});
});

it('checks leave nothing behind', async () => {
	const { session } = documented.n8n;
	const { workflowId, productionUrl } = documented.receiver;
	expect(await session.countExecutions(workflowId)).toBe(0);
	expect((await session.readWorkflow(workflowId)).staticData).toBeNull();
	const response = await deliver(productionUrl, goodApplication());
	expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
});
