import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../tools/n8n/instance.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	type Receiver,
} from '../../tools/n8n/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

/** The time within which a change to the credential takes effect. */
const CREDENTIAL_DELAY_MS = 5000;

let n8n: Instance;

beforeAll(async () => {
	n8n = await startAnotherN8n({ N8N_PROXY_HOPS: '1' });
});

afterAll(async () => await n8n?.stop());

const bearer = { authentication: 'bearer', token: TOKEN };
const body = goodApplication({ attachments: [] });

async function changeCredential({ credentialId }: Receiver, data: object): Promise<void> {
	await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, data);
	await sleep(CREDENTIAL_DELAY_MS);
}

describe('a credential with an expression that does not return text', () => {
	const cases: ReadonlyArray<readonly [object, RegExp]> = [
		[{ ...bearer, allowedIps: '={{ $vars.gone }}' }, /'Allowed IP Addresses'/],
		[{ ...bearer, allowedIps: "={{ ['10.0.0.1'] }}" }, /'Allowed IP Addresses'/],
		[{ ...bearer, allowedIps: '={{ null }}' }, /'Allowed IP Addresses'/],
		[{ ...bearer, allowedIps: '={{ {} }}' }, /'Allowed IP Addresses'/],
		[{ ...bearer, token: '={{ {} }}' }, /'Token' is not text\./],
		[{ ...bearer, allowedIps: ['10.0.0.1'] }, /'Allowed IP Addresses' is not text\./],
		[{ ...bearer, token: '={{ $vars.gone }}' }, /'Token' is not text\./],
		[{ ...bearer, token: '={{ 1234567890123456 }}' }, /'Token' is not text\./],
		[{ ...bearer, previousToken: '={{ $vars.gone }}' }, /'Previous Token' is not text\./],
		[{ ...bearer, previousToken: '={{ [] }}' }, /'Previous Token' is not text\./],
		[
			{ authentication: 'basic', username: '={{ $vars.gone }}', token: TOKEN },
			/'Username' is not text\./,
		],
	];
	/** Only a few cases, because n8n tries to publish for 15 seconds. */
	const fewCases = cases.filter((_, index) => index % 4 === 0);

	it('fails the credential test with a message that names the fault', async () => {
		const { credentialId } = await publishReceiver(n8n);
		for (const [data, message] of cases) {
			const answer = await n8n.session.testCredential(
				credentialId,
				'Credential',
				CREDENTIAL_TYPE,
				data,
			);
			expect(answer).toEqual({
				status: 'Error',
				message: expect.stringMatching(message) as string,
			});
		}
	});

	it('prevents publishing the workflow', async () => {
		await Promise.all(
			fewCases.map(async ([credential, message]) => {
				await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
			}),
		);
	});

	it('makes deliveries fail with 500, and with an execution that names the fault', async () => {
		await Promise.all(
			fewCases.map(async ([credential, message]) => {
				const receiver = await publishReceiver(n8n);
				await changeCredential(receiver, credential);
				expect((await deliver(receiver.productionUrl, body)).status).toBe(500);
				const [execution] = await n8n.session.waitForExecutions(receiver.workflowId, 1);
				expect(execution?.status).toBe('error');
				expect(execution?.error).toMatch(message);
			}),
		);
	});
});

it('without a token, a web page cannot deliver, even from an allowed address', async () => {
	const receiver = await publishReceiver(n8n, {
		credential: { authentication: 'none', allowedIps: '203.0.113.7' },
	});
	const headers = { authorization: '', 'x-forwarded-for': '203.0.113.7' };
	const preflight = await fetch(receiver.productionUrl, {
		method: 'OPTIONS',
		headers: {
			origin: 'https://attacker.example.com',
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'content-type',
		},
	});
	expect(preflight.headers.get('access-control-allow-origin')).toBe('https://attacker.example.com');
	const posted = await deliver(receiver.productionUrl, body, {
		...headers,
		origin: 'https://attacker.example.com',
	});
	expect(posted.status).toBe(403);
	expect((await deliver(receiver.productionUrl, body, headers)).status).toBe(200);
	expect(await n8n.session.waitForExecutions(receiver.workflowId, 1)).toHaveLength(1);
});

it.each([
	['203.0.113.7:4711', 200],
	['[2001:db8::1]:4711', 200],
	['[2001:db8::2]:4711', 403],
	['203.0.113.8:4711', 403],
])('a delivery with the forwarded address %s gets %d', async (forwardedFor, status) => {
	const receiver = await publishReceiver(n8n, {
		credential: { ...bearer, allowedIps: '203.0.113.7, 2001:db8::1' },
	});
	const headers = { 'x-forwarded-for': forwardedFor };
	expect((await deliver(receiver.productionUrl, body, headers)).status).toBe(status);
});
