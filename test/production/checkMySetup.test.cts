import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import {
	HOST_NAME,
	makeCertificate,
	startProxy,
	type Proxy,
} from '../../tools/n8n/servers/proxy.cts';
import type { Replacements } from '../../tools/n8n/servers/servers.cts';
import { importTemplate } from '../../tools/n8n/client/template.cts';
import {
	CREDENTIAL_TYPE,
	createReceiver,
	deliver,
	publishReceiver,
	TOKEN,
	type Receiver,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { submitForm } from '../helpers/submitForm.cts';

/** The documented settings, and n8n's default settings. */
let correct: Instance;
let usual: Instance;
/** The documented nginx, one without its location for the trigger, and one in front of `usual`. */
let nginx: Proxy;
let ordinaryNginx: Proxy;
let usualNginx: Proxy;
let receiver: Receiver;
let usualReceiver: Receiver;
let mailServer: MailServer;
let folder: string;
const certificate = () => path.join(folder, `${HOST_NAME}.crt`);

/** Starts nginx with the certificate that both instances of n8n and the command trust. */
async function startNginx(n8n: Instance, replacements: Replacements = []): Promise<Proxy> {
	const certificates = ['/etc/ssl/n8n', path.join(folder, 'n8n')] as const;
	const from = 'machine' as const;
	return await startProxy({ n8nUrl: n8n.url, from, replacements: [...replacements, certificates] });
}

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'certificates-'));
	await makeCertificate(folder, `${HOST_NAME}.crt`, `${HOST_NAME}.key`);
	const trust = { NODE_EXTRA_CA_CERTS: certificate() };
	correct = await startAnotherN8n({ ...trust, N8N_PROXY_HOPS: '1' });
	usual = await startAnotherN8n({ ...trust, N8N_PAYLOAD_SIZE_MAX: '16' });
	nginx = await startNginx(correct);
	ordinaryNginx = await startNginx(correct, [
		['client_max_body_size 64m;', 'client_max_body_size 16m;'],
		[
			'js_content n8n.deliver;',
			'proxy_pass http://n8n_webhooks; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection Upgrade;',
		],
	]);
	// n8n must be able to tell nginx from the sender, which has the address 127.0.0.1.
	usualNginx = await startNginx(usual, [
		['proxy_connect_timeout 2s;', 'proxy_connect_timeout 2s; proxy_bind 127.0.0.9;'],
	]);
	receiver = await publishReceiver(correct);
	usualReceiver = await publishReceiver(usual);
	mailServer = await startMailServer();
});

afterAll(async () => {
	for (const server of [nginx, ordinaryNginx, usualNginx, correct, usual, mailServer]) {
		await server?.stop();
	}
	await rm(folder, { recursive: true });
});

function urlAt({ httpsPort }: Proxy, { productionUrl }: Receiver): string {
	return `https://localhost:${httpsPort}${new URL(productionUrl).pathname}`;
}

/** Returns the titles of the red checks in a report. */
function readWrong(report: string): string[] {
	return [...report.matchAll(/^✗ (.*?) {2}/gm)].map(([, title = '']) => title);
}

/** Runs `npm run check`, and returns its exit code and the titles of the red checks. */
async function check(url: string, token = TOKEN): Promise<[code: unknown, ...wrong: string[]]> {
	const args = ['tools/run.mjs', 'check', url, '--token', token];
	const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate() };
	return await new Promise((resolve) => {
		execFile(process.execPath, args, { env }, (error, stdout) => {
			resolve([error?.code ?? 0, ...readWrong(stdout)]);
		});
	});
}

const HTTPS = 'HTTPS with a valid certificate';
const HTTP = 'http:// delivers nothing';
const ACCEPTED = 'A correct application is accepted';
const ADDRESS = "n8n sees the sender's own address";
const PROXY = 'n8n expects the proxy in front of it';
const LARGE = '20 MB of files arrive';
const UPGRADE = 'A sender that asks for HTTP/2 is answered';

describe('npm run check', () => {
	it("succeeds behind this project's nginx", async () => {
		expect(await check(urlAt(nginx, receiver))).toEqual([0]);
	});

	it('finds a workflow that is not published', async () => {
		const unpublished = await createReceiver(correct.url, correct.session);
		expect(await check(urlAt(nginx, unpublished))).toEqual([1, ACCEPTED]);
	});

	it('finds a wrong token', async () => {
		expect(await check(urlAt(nginx, receiver), 'somebody-elses-token')).toEqual([1, ACCEPTED]);
	});

	it("finds that nginx has a lower limit, and passes on the sender's headers", async () => {
		expect(await check(urlAt(ordinaryNginx, receiver))).toEqual([1, ADDRESS, LARGE, UPGRADE]);
	});

	it('finds that n8n does not know nginx, and has a lower limit', async () => {
		expect(await check(urlAt(usualNginx, usualReceiver))).toEqual([1, ADDRESS, LARGE]);
	});

	it('finds that nothing is in front of n8n, which expects a proxy', async () => {
		expect(await check(receiver.productionUrl)).toEqual([1, HTTPS, HTTP, ADDRESS, UPGRADE]);
	});

	it('finds a certificate that is not valid', async () => {
		const url = urlAt(nginx, receiver).replace('localhost', '127.0.0.1');
		expect(await check(url)).toEqual([1, HTTPS]);
	});
});

describe('check-my-setup.json', () => {
	const setUp = async (n8n: Instance, url: string, { credentialId }: Receiver) => {
		const smtp = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
		const { workflowId } = await importTemplate(n8n.session, n8n.url, 'check-my-setup.json', {
			values: {
				'https://n8n.example.com/webhook/…/applications': url,
				'http://localhost:5678': n8n.url,
				'administrator@example.com': 'ann@example.com',
			},
			credentials: {
				'Send with token': [CREDENTIAL_TYPE, credentialId],
				'Send e-mail': ['smtp', smtp],
			},
		});
		for (const name of ['Every morning', 'Send e-mail']) {
			await n8n.session.changeNode(workflowId, name, { disabled: false });
		}
		const { nodes } = await n8n.session.readWorkflow(workflowId);
		const form = nodes.find(({ name }) => name === 'Check my set-up');
		return { workflowId, formPath: `${form?.webhookId}` };
	};

	it('shows a page with every check, and sends no e-mail if nothing is wrong', async () => {
		const { workflowId, formPath } = await setUp(correct, urlAt(nginx, receiver), receiver);
		await correct.session.runManually(workflowId, 'Every morning');
		expect(mailServer.untaken).toBe(0);
		await correct.session.listen(workflowId, 'Check my set-up');
		const page = await submitForm(`${correct.url}/form-test/${formPath}`, new FormData());
		expect(page).toContain('Nothing is wrong.');
		// This machine can't see how n8n sees senders on the internet.
		expect(page.match(/[✓✗–](?=<)/g)?.join('')).toBe('✓✓✓✓✓–✓✓✓✓✓✓');
	});

	it.each([
		[
			'behind nginx that n8n does not know',
			() => usual,
			() => urlAt(usualNginx, usualReceiver),
			[PROXY, LARGE],
		],
		[
			'behind an ordinary nginx',
			() => correct,
			() => urlAt(ordinaryNginx, receiver),
			[ADDRESS, LARGE, UPGRADE],
		],
		[
			'without a proxy',
			() => usual,
			() => usualReceiver.productionUrl,
			[HTTPS, HTTP, LARGE, UPGRADE],
		],
	])('sends an e-mail that says what is wrong %s', async (_title, n8n, url, wrong) => {
		const { workflowId } = await setUp(n8n(), url(), n8n() === usual ? usualReceiver : receiver);
		await n8n().session.runManually(workflowId, 'Every morning');
		const [mail] = await mailServer.takeMails('ann@example.com', 1);
		expect(readWrong(String(mail?.text))).toEqual(wrong);
	});

	it('sends only one request if nothing is reachable, and none if its form is published', async () => {
		const { workflowId, formPath } = await setUp(correct, 'https://localhost:1/', receiver);
		const execution = await correct.session.runManually(workflowId, 'Every morning');
		const [[result] = []] = execution.outputsOf('Results');
		expect(result?.json.text).toMatch(/^✗.*ECONNREFUSED.*\n.*\n.*\n(?:–.*not checked\n)+/);
		await mailServer.takeMails('ann@example.com', 1);
		await correct.session.publish(workflowId);
		const page = await submitForm(`${correct.url}/form/${formPath}`, new FormData());
		expect(page).toContain('This form works only in the editor');
	});
});

it('checks leave nothing behind', async () => {
	expect(await correct.session.listExecutions(receiver.workflowId)).toEqual([]);
	const { staticData } = await correct.session.readWorkflow(receiver.workflowId);
	expect(staticData).toBeNull();
	const response = await deliver(receiver.productionUrl, goodApplication());
	expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
});
