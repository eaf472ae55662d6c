import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { goodApplication, letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { answers } from '../../tools/common/serverProcess.cts';
import {
	FAILING_NODE,
	TOKEN,
	TRIGGER,
	deliver,
	publishReceiver,
} from '../../tools/n8n/client/workflow.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';
import { expectExactlyOnce, isMarkedAsDone } from '../helpers/deliveryReport.cts';
import { sha256 } from '../../tools/common/sha256.cts';
import { makeApplication, makeNewApplications } from '../helpers/sentApplications.cts';
import { startAts, type Ats } from '../helpers/ats.cts';
import type { Execution } from '../../tools/n8n/client/session.cts';
import { startCluster, type Cluster, type ServiceName } from '../../tools/n8n/start/cluster.cts';
import { publishDocumentedWorkflow, type Adaptation } from '../helpers/documentedWorkflow.cts';
import {
	expectNoneInterrupted,
	expectNoneLost,
	LOADS,
	sendWhile,
} from '../helpers/neverRepeatingSender.cts';
import { RepeatingSender, sendRepeatedlyWhile } from '../helpers/repeatingSender.cts';
import { ROUNDS } from '../helpers/rounds.cts';
import { runCheck } from '../helpers/runCheck.cts';

/** Shorter than in the documentation, so that n8n detects a dead worker sooner. */
const QUICK_RECOVERY = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.5',
};

let cluster: Cluster;
let ats: Ats;

beforeAll(async () => {
	cluster = await startCluster(QUICK_RECOVERY);
	ats = await startAts(300);
	await cluster.runSql('exactly-once/postgresql.sql');
	await cluster.runSql('queue-mode/keep-applications.sql');
});

afterAll(async () => {
	await ats?.stop();
	await cluster?.stop();
});

/** Publishes the documented workflow, which processes each application once. */
async function publishOnce(parameters?: Adaptation['parameters']) {
	const name = 'Applications';
	const id = await cluster.session.createCredential(name, 'postgres', cluster.database);
	return await publishDocumentedWorkflow(
		cluster.url,
		cluster.session,
		'exactly-once/postgresql.workflow.json',
		{
			atsUrl: ats.url,
			credentials: { postgres: { id, name } },
			// The claim is shorter than documented, but still much longer than a request to the ATS takes.
			replacements: [['2 minutes', '20 seconds']],
			...(parameters && { parameters }),
		},
	);
}

/** Returns the URL for a webhook process, without nginx. */
function at(service: 'webhook-1' | 'webhook-2', productionUrl: string): string {
	return productionUrl.replace(cluster.url, cluster.urlOf(service));
}

async function readStatus(response: Response): Promise<unknown> {
	return ((await response.json()) as { status: unknown }).status;
}

describe('a delivery', () => {
	it('is processed by a worker that reads the files byte for byte', async () => {
		const hash = (field: string) => ({
			name: `Hash ${field}`,
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			parameters: {
				action: 'hash',
				type: 'SHA256',
				binaryData: true,
				binaryPropertyName: field,
				dataPropertyName: `${field}Hash`,
			},
		});
		const { productionUrl, workflowId } = await publishReceiver(cluster, {
			further: {
				nodes: [hash('resume'), hash('letter')],
				connections: {
					[TRIGGER]: {
						main: [
							['Hash resume', 'Hash letter'].map((node) => ({ node, type: 'main', index: 0 })),
						],
					},
				},
			},
		});
		const response = await deliver(productionUrl, goodApplication());
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ status: 'accepted', id: 4711 });

		const [execution] = await cluster.session.waitForExecutions(workflowId, 1);
		expect(execution?.status).toBe('success');
		const { processes } = cluster;
		await waitUntil('a worker to log the execution', () =>
			[processes['worker-1'], processes['worker-2']].some((worker) =>
				worker.log().includes(`Worker finished execution ${execution?.id} `),
			),
		);

		const [[received] = []] = execution?.outputsOf(TRIGGER) ?? [];
		const { resume, letter } = received?.binary ?? {};
		if (!resume || !letter) throw new Error('the item lacks a CV or a letter');
		const hashes = await cluster.hashFiles();
		expect(hashes.get(resume.id ?? '')).toBe(sha256(resumePdf));
		expect(hashes.get(letter.id ?? '')).toBe(sha256(letterDocx));
		const hashOf = (field: string) =>
			execution?.outputsOf(`Hash ${field}`)[0]?.[0]?.json[`${field}Hash`];
		expect(hashOf('resume')).toBe(sha256(resumePdf));
		expect(hashOf('letter')).toBe(sha256(letterDocx));
	});

	it("is stored even if a file's name and type are too long for the database", async () => {
		const { productionUrl } = await publishReceiver(cluster);
		const attachment = {
			type: 'resume' as const,
			contentType: `application/${'x'.repeat(300)}`,
			fileName: `${'é'.repeat(300)}.pdf`,
			content: Buffer.from([0, 1, 2]).toString('base64'),
		};
		const application = goodApplication({ attachments: [attachment] });
		expect((await deliver(productionUrl, application)).status).toBe(200);
		expect([...(await cluster.hashFiles()).values()]).toContain(sha256(Buffer.from([0, 1, 2])));
	});

	it('has files that n8n neither serves nor deletes with the execution, as is documented', async () => {
		const { productionUrl, workflowId } = await publishReceiver(cluster);
		await deliver(productionUrl, goodApplication());
		const [execution] = await cluster.session.waitForExecutions(workflowId, 1);
		const [[received] = []] = execution?.outputsOf(TRIGGER) ?? [];
		const { resume } = received?.binary ?? {};
		if (!resume || !execution) throw new Error('the item has no CV');
		await expect(cluster.session.readBinary(resume)).rejects.toThrow('404');

		await cluster.session.deleteExecution(execution.id);
		expect(await cluster.session.listExecutions(workflowId)).toEqual([]);
		expect((await cluster.hashFiles()).has(resume.id ?? '')).toBe(true);
	});

	it('has files that are deleted by the clean-up script once no execution refers to them', async () => {
		const CLEAN_UP = 'clean-up/delete-leftover-files.cjs';
		const { productionUrl, workflowId } = await publishReceiver(cluster, { next: [FAILING_NODE] });
		for (const id of [1, 2]) await deliver(productionUrl, goodApplication({ id }));
		const [first, second] = await cluster.session.waitForExecutions(workflowId, 2);
		if (!first || !second) throw new Error('n8n lists fewer executions than were started');
		const idsOf = (execution: Execution) =>
			Object.values(execution.outputsOf(TRIGGER)[0]?.[0]?.binary ?? {}).map((file) =>
				String(file.id),
			);
		const files = { first: idsOf(first), second: idsOf(second) };
		const exist = async (ids: readonly string[]) => {
			const hashes = await cluster.hashFiles();
			return ids.map((id) => hashes.has(id));
		};

		await cluster.session.retryExecution(second.id);
		await cluster.session.deleteExecution(first.id);
		await cluster.session.deleteExecution(second.id);
		expect(await cluster.runScript(CLEAN_UP, '--delete')).not.toContain(files.first[0]);
		expect(await exist(files.first)).toEqual([true, true]);

		await cluster.ageFiles();
		const dryRun = await cluster.runScript(CLEAN_UP);
		for (const id of files.first) expect(dryRun).toContain(id);
		for (const id of files.second) expect(dryRun).not.toContain(id);
		expect(await exist(files.first)).toEqual([true, true]);

		expect(await cluster.runScript(CLEAN_UP, '--delete')).toContain('The files have been deleted.');
		expect(await exist(files.first)).toEqual([false, false]);
		expect(await exist(files.second)).toEqual([true, true]);
	});

	it.each(['production', 'test'])(
		'to the %s URL is authorized by the address that nginx sees, despite X-Forwarded-For',
		async (mode) => {
			const { productionUrl, testUrl, workflowId } = await publishReceiver(cluster, {
				credential: { authentication: 'bearer', token: TOKEN, allowedIps: '127.0.0.2' },
			});
			if (mode === 'test') await cluster.session.listen(workflowId, TRIGGER);
			const url = mode === 'test' ? testUrl : productionUrl;
			const post = async (localAddress: string, headers: Record<string, string> = {}) =>
				await postFrom(localAddress, url, makeApplication(1).body, headers);
			expect(await post('127.0.0.1')).toBe(403);
			expect(await post('127.0.0.1', { 'x-forwarded-for': '127.0.0.2' })).toBe(403);
			expect(await post('127.0.0.1', { 'x-forwarded-for': '127.0.0.2, 127.0.0.2' })).toBe(403);
			expect(await post('127.0.0.2', { 'x-forwarded-for': '127.0.0.1' })).toBe(200);

			const [execution, ...others] = await cluster.session.waitForExecutions(workflowId, 1);
			expect(others).toEqual([]);
			expect(execution?.outputsOf(TRIGGER)[0]?.[0]?.json.receipt).toMatchObject({
				sourceIp: '127.0.0.2',
			});
		},
	);
});

describe('an execution that n8n marks as crashed before it starts', () => {
	it('does not confirm its application with lastNode, and a copy of the application is accepted', async () => {
		const { productionUrl, workflowId } = await publishReceiver(cluster, {
			parameters: { responseMode: 'lastNode' },
		});
		const { body } = makeApplication(1);
		const workers = [cluster.processes['worker-1'].pid, cluster.processes['worker-2'].pid];
		for (const pid of workers) process.kill(pid, 'SIGSTOP');
		// Bypasses nginx, because nginx would send the application again.
		const url = at('webhook-1', productionUrl);
		const answer = deliver(url, body);
		try {
			const id = await waitUntil(
				'the execution to be stored',
				async () => (await cluster.session.listExecutions(workflowId))[0],
			);
			await cluster.markAsCrashed(id);
		} finally {
			for (const pid of workers) process.kill(pid, 'SIGCONT');
		}
		expect((await answer).status).toBe(500);
		expect((await deliver(url, body)).status).toBe(200);
	});
});

describe('the proxy', () => {
	it.each(['webhook-waiting', 'form-waiting', 'form'])(
		'passes requests for /%s/ to the webhook processes, because main would respond with the editor',
		async (path) => {
			const [answer, fromWebhook, fromMain] = await Promise.all(
				[cluster.url, cluster.urlOf('webhook-1'), cluster.urlOf('main')].map(
					async (url) => await (await fetch(`${url}/${path}/0`)).text(),
				),
			);
			expect(answer).toBe(fromWebhook);
			expect(answer).not.toBe(fromMain);
		},
	);

	it('passes npm run check, except that the tests use http://', async () => {
		const { productionUrl } = await publishReceiver(cluster);
		const wrong = ['HTTPS with a valid certificate', 'http:// delivers nothing'];
		expect(await runCheck(productionUrl)).toEqual([1, ...wrong]);
	});

	it('keeps using webhook processes that close the connection after invalid requests', async () => {
		const { productionUrl } = await publishReceiver(cluster);
		// nginx accepts up to 32 KB of headers, and n8n only 16 KB.
		const headers = { 'x-a': 'a'.repeat(7000), 'x-b': 'b'.repeat(7000), 'x-c': 'c'.repeat(7000) };
		const body = Buffer.alloc(15_000_000);
		for (let count = 0; count < 10; count++) {
			await fetch(`${cluster.url}/webhook/other`, { method: 'POST', headers, body });
		}
		const answer = await Promise.race([deliver(productionUrl, goodApplication()), sleep(5000)]);
		expect(answer).toMatchObject({ status: 200 });
	});

	it('sends applications only to a webhook process that is ready', async () => {
		const { productionUrl, workflowId } = await publishReceiver(cluster);
		const isReady = async () => await answers(`${cluster.urlOf('webhook-1')}/healthz/readiness`);
		cluster.processes['webhook-1'].kill();
		await waitUntil('webhook-1 to die', async () => !(await isReady()));
		let id = 0;
		const deliverNext = async () => {
			id += 1;
			const answer = await deliver(productionUrl, makeApplication(id).body);
			expect([answer.status, await readStatus(answer)]).toEqual([200, 'accepted']);
			return await isReady();
		};
		await waitUntil('webhook-1 to be ready', deliverNext, { seconds: 300, everyMs: 250 });
		expect(await cluster.session.waitForExecutions(workflowId, id)).toHaveLength(id);
	});
});

describe('a copy', () => {
	it('is recognized as a duplicate by the webhook process that accepted the original, and later by the other one', async () => {
		const { productionUrl, workflowId } = await publishReceiver(cluster);
		const { body } = makeApplication(1);
		const send = async (service: 'webhook-1' | 'webhook-2') =>
			await readStatus(await deliver(at(service, productionUrl), body));
		expect(await send('webhook-1')).toBe('accepted');
		expect(await send('webhook-1')).toBe('duplicate');
		const isKept = async () =>
			JSON.stringify((await cluster.session.readWorkflow(workflowId)).staticData).includes(
				'cleverConnectTrigger',
			);
		await waitUntil('n8n to save the static data', isKept);
		expect(await send('webhook-2')).toBe('duplicate');
		expect(await cluster.session.waitForExecutions(workflowId, 1)).toHaveLength(1);
	});

	it('that another webhook process receives at the same time may start a second execution', async () => {
		const { productionUrl, workflowId } = await publishReceiver(cluster);
		const { body } = makeApplication(1);
		const answers = await Promise.all(
			(['webhook-1', 'webhook-2'] as const).map(
				async (service) => await readStatus(await deliver(at(service, productionUrl), body)),
			),
		);
		const accepted = answers.filter((answer) => answer === 'accepted').length;
		expect(accepted).toBeGreaterThanOrEqual(1);
		for (const answer of answers) expect(['accepted', 'duplicate']).toContain(answer);
		expect(await cluster.session.waitForExecutions(workflowId, accepted)).toHaveLength(accepted);
	});

	it('is processed only once by the documented workflow, even if both webhook processes accept it', async () => {
		const { productionUrl } = await publishOnce();
		const applications = makeNewApplications(10);
		await Promise.all(
			(['webhook-1', 'webhook-2'] as const).map(
				async (service) =>
					await new RepeatingSender(at(service, productionUrl), 5).send(applications),
			),
		);
		for (const { id, hashes } of applications) expect(ats.received.get(id)).toEqual([hashes]);
	});
});

describe.each<ServiceName>(['main', 'webhook-1', 'worker-1', 'redis', 'postgres'])(
	'when %s is killed',
	(service) => {
		it.each(ROUNDS)('nothing is lost or doubled in round %i', async (round) => {
			const reports = await sendRepeatedlyWhile({
				name: `${service} killed, round ${round}`,
				session: cluster.session,
				readExecution: cluster.readExecution,
				ats,
				publish: async (responseMode) => await publishOnce({ responseMode }),
				cause: async () => await kill(service),
				hashFiles: async () => {
					const hashes = await cluster.hashFiles();
					return ({ id = '' }) => Promise.resolve(hashes.get(id) ?? 'none');
				},
			});
			expectExactlyOnce(reports);
		});
	},
);

describe.each(LOADS)('with a sender that never repeats ($load),', ({ load, ...rest }) => {
	const faults = {
		'a webhook process is killed': async () => await kill('webhook-1'),
		'both webhook processes are killed': async () => await kill('webhook-1', 'webhook-2'),
		'n8n is updated as documented': async () => {
			expect(await cluster.hold()).toBe(200);
			for (const services of [
				['webhook-1', 'webhook-2'],
				['worker-1', 'worker-2'],
				['main'],
			] as const) {
				await Promise.all(
					services.map(async (name) => await cluster.processes[name].end('SIGTERM')),
				);
			}
			const { main } = cluster.processes;
			await main.start();
			main.keepRunning();
			await Promise.all(
				(['worker-1', 'worker-2', 'webhook-1', 'webhook-2'] as const).map(async (name) => {
					await cluster.processes[name].start();
					cluster.processes[name].keepRunning();
				}),
			);
		},
	};

	describe.each(Object.entries(faults))('nothing is lost or doubled when %s', (fault, cause) => {
		it.each(ROUNDS)('in round %i', async (round) => {
			const name = `${fault}, ${load}, round ${round}`;
			const isKilled = fault.includes('killed');
			const outcomes = await sendWhile({
				name,
				n8n: cluster,
				proxyUrl: cluster.url,
				load: rest,
				// If a webhook process is killed, the execution continues on a worker, and nginx sends a copy. So the
				// workflow for queue mode is needed.
				...(isKilled && {
					publish: async (responseMode) => await publishOnce({ responseMode }),
					isDone: isMarkedAsDone,
				}),
				cause,
			});
			expectNoneLost(outcomes);
			if (!isKilled) expectNoneInterrupted(outcomes);
		});
	});
});

/** Kills services, and waits until they are ready again. */
async function kill(...services: readonly ServiceName[]): Promise<void> {
	for (const service of services) cluster.processes[service].kill();
	await sleep(2000);
	await cluster.waitUntilUp();
}

/** Sends an application from another of this machine's addresses. */
async function postFrom(
	localAddress: string,
	url: string,
	body: string,
	headers: Record<string, string>,
): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const request = http.request(url.replace('localhost', '127.0.0.1'), {
			method: 'POST',
			localAddress,
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${TOKEN}`,
				...headers,
			},
		});
		request.on('response', (response) => {
			response.resume().on('end', () => resolve(response.statusCode));
		});
		request.on('error', reject).end(body);
	});
}
