import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { startMailServer, type MailServer } from '../../tools/n8n/servers/mailServer.cts';
import { HOST_NAME, makeCertificate, startProxy } from '../../tools/n8n/servers/proxy.cts';
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
import { submitForm } from '../helpers/forms.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';

interface Place {
	readonly n8n: Instance;
	readonly receiver: Receiver;
	/** The trigger's URL, at nginx or at n8n itself. */
	readonly url: string;
}

let places: Record<
	'documented' | 'unpublished' | 'notTrusted' | 'ordinary' | 'unknown' | 'expecting' | 'direct',
	Place
>;
const running: Array<Pick<Instance, 'stop'>> = [];
let mailServer: MailServer;
let folder: string;
let certificate: string;

/** Starts n8n, which trusts the certificate. */
async function startN8n(environment: NodeJS.ProcessEnv) {
	const n8n = await startAnotherN8n({ NODE_EXTRA_CA_CERTS: certificate, ...environment });
	running.unshift(n8n);
	const receiver = await publishReceiver(n8n);
	return { n8n, receiver, url: receiver.productionUrl };
}

/** Starts nginx in front of n8n. */
async function startNginx(place: Place, replacements: Replacements = []): Promise<Place> {
	const certificates = ['/etc/ssl/n8n', path.join(folder, 'n8n')] as const;
	const all = [...replacements, certificates];
	const nginx = await startProxy({ n8nUrl: place.n8n.url, from: 'machine', replacements: all });
	running.unshift(nginx);
	return {
		...place,
		url: place.url.replace(place.n8n.url, `https://localhost:${nginx.httpsPort}`),
	};
}

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'certificates-'));
	certificate = path.join(folder, `${HOST_NAME}.crt`);
	await makeCertificate(folder, `${HOST_NAME}.crt`, `${HOST_NAME}.key`);
	mailServer = await startMailServer();
	running.push(mailServer);
	// The documented settings, and n8n's default settings.
	const expecting = await startN8n({ N8N_PROXY_HOPS: '1' });
	const direct = await startN8n({ N8N_PAYLOAD_SIZE_MAX: '16' });
	const documented = await startNginx(expecting);
	const unpublished = await createReceiver(expecting.n8n.url, expecting.n8n.session);
	places = {
		expecting,
		direct,
		documented,
		unpublished: {
			...documented,
			url: new URL(new URL(unpublished.productionUrl).pathname, documented.url).href,
		},
		notTrusted: { ...documented, url: documented.url.replace('localhost', '127.0.0.1') },
		ordinary: await startNginx(expecting, [
			['client_max_body_size 64m;', 'client_max_body_size 16m;'],
			[
				'js_content n8n.deliver;',
				'proxy_pass http://n8n_webhooks; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection Upgrade;',
			],
		]),
		// n8n must be able to tell nginx from the sender, which has the address 127.0.0.1.
		unknown: await startNginx(direct, [
			['proxy_connect_timeout 2s;', 'proxy_connect_timeout 2s; proxy_bind 127.0.0.9;'],
		]),
	};
});

afterAll(async () => {
	for (const server of running) await server.stop();
	await rm(folder, { recursive: true });
});

/** Returns the titles of the red checks in a report. */
function readWrong(report: string): string[] {
	return [...report.matchAll(/^✗ (.*?) {2}/gm)].map(([, title = '']) => title);
}

/** Imports and fills in the template, and turns its daily check on. */
async function setUp({ n8n, receiver, url }: Place) {
	const smtp = await n8n.session.createCredential('Mail', 'smtp', mailServer.credential);
	const { workflowId } = await importTemplate(n8n.session, n8n.url, 'check-my-setup.json', {
		values: {
			'https://n8n.example.com/webhook/…/applications': url,
			'http://localhost:5678': n8n.url,
			'administrator@example.com': 'ann@example.com',
		},
		credentials: {
			'Send with token': [CREDENTIAL_TYPE, receiver.credentialId],
			'Send e-mail': ['smtp', smtp],
		},
	});
	for (const name of ['Every morning', 'Send e-mail']) {
		await n8n.session.changeNode(workflowId, name, { disabled: false });
	}
	const { nodes } = await n8n.session.readWorkflow(workflowId);
	const form = nodes.find(({ name }) => name === 'Check my set-up');
	return { workflowId, formPath: `${form?.webhookId}`, ...n8n };
}

const HTTPS = 'HTTPS with a valid certificate';
const HTTP = 'http:// delivers nothing';
const ACCEPTED = 'A correct application is accepted';
const ADDRESS = "n8n sees the sender's own address";
const PROXY = 'n8n expects the proxy in front of it';
const LARGE = '20 MB of files arrive';
const UPGRADE = 'A sender that asks for HTTP/2 is answered';

describe('npm run check', () => {
	it.each<[string, keyof typeof places, string[]]>([
		["nothing behind this project's nginx", 'documented', []],
		['a workflow that is not published', 'unpublished', [ACCEPTED]],
		['a certificate that is not valid', 'notTrusted', [HTTPS]],
		['what an ordinary nginx lacks', 'ordinary', [ADDRESS, LARGE, UPGRADE]],
		['an nginx that n8n does not know', 'unknown', [ADDRESS, LARGE]],
		['that there is no proxy', 'expecting', [HTTPS, HTTP, ADDRESS, UPGRADE]],
	])('finds %s', async (_title, place, wrong) => {
		const args = ['tools/run.mjs', 'check', places[place].url, '--token', TOKEN];
		const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
		const { status, stdout } = await new Promise<{ status: unknown; stdout: string }>((resolve) => {
			execFile(process.execPath, args, { env }, (error, stdout) =>
				resolve({ status: error?.code ?? 0, stdout }),
			);
		});
		expect([status, readWrong(stdout)]).toEqual([wrong.length && 1, wrong]);
	});
});

describe('check-my-setup.json', () => {
	it.each<[string, keyof typeof places, string[]]>([
		['what an ordinary nginx lacks', 'ordinary', [ADDRESS, LARGE, UPGRADE]],
		['an nginx that n8n does not know', 'unknown', [PROXY, LARGE]],
		['that there is no proxy', 'direct', [HTTPS, HTTP, LARGE, UPGRADE]],
	])('sends an e-mail about %s', async (_title, place, wrong) => {
		const { session, workflowId } = await setUp(places[place]);
		await session.runManually(workflowId, 'Every morning');
		const mails = mailServer.takeAllMails().map(({ mail }) => readWrong(String(mail.text)));
		expect(mails).toEqual([wrong]);
	});

	it('shows a page with every check, and sends no e-mail if nothing is wrong', async () => {
		const { session, url, workflowId, formPath } = await setUp(places.documented);
		await session.runManually(workflowId, 'Every morning');
		expect(mailServer.untaken).toBe(0);
		await session.listen(workflowId, 'Check my set-up');
		const page = await submitForm(`${url}/form-test/${formPath}`, new FormData());
		expect(page).toContain('Nothing is wrong.');
		// This machine can't see how n8n sees senders on the internet.
		expect(page.match(/[✓✗–](?=<)/g)?.join('')).toBe('✓✓✓✓✓–✓✓✓✓✓✓');
	});

	it('sends only one request if nothing is reachable, and none if its form is published', async () => {
		const nowhere = { ...places.documented, url: 'https://localhost:1/' };
		const { session, url, workflowId, formPath } = await setUp(nowhere);
		const execution = await session.runManually(workflowId, 'Every morning');
		const [[result] = []] = execution.outputsOf('Results');
		expect(result?.json.text).toMatch(/^✗.*ECONNREFUSED.*\n.*\n.*\n(?:–.*not checked\n)+/);
		await session.publish(workflowId);
		const page = await submitForm(`${url}/form/${formPath}`, new FormData());
		expect(page).toContain('This form works only in the editor');
	});
});

it('checks leave nothing behind', async () => {
	const { session } = places.documented.n8n;
	const { workflowId, productionUrl } = places.documented.receiver;
	expect(await session.listExecutions(workflowId)).toEqual([]);
	expect((await session.readWorkflow(workflowId)).staticData).toBeNull();
	const response = await deliver(productionUrl, goodApplication());
	expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });
});
