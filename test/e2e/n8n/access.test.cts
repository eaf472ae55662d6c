import { setTimeout as sleep } from 'node:timers/promises';
import { startInstance, type Instance } from '../../../tools/n8n/instance.cts';
import {
	CREDENTIAL_TYPE,
	deliver,
	publishReceiver,
	TOKEN,
	type Receiver,
} from '../../../tools/n8n/workflow.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { waitUntil } from '../../../tools/waitUntil.cts';

jest.setTimeout(600_000);

/** A change to the credential takes effect within this time. */
const CREDENTIAL_DELAY_MS = 5000;

let n8n: Instance;

beforeAll(async () => {
	n8n = await startInstance({ N8N_PROXY_HOPS: '1' });
});

afterAll(async () => await n8n?.stop());

const bearer = { authentication: 'bearer', token: TOKEN };
const body = goodApplication({ attachments: [] });

async function changeCredential({ credentialId }: Receiver, data: object): Promise<void> {
	await n8n.session.updateCredential(credentialId, 'Changed', CREDENTIAL_TYPE, data);
	await sleep(CREDENTIAL_DELAY_MS);
}

describe('a credential with an expression that returns no text', () => {
	const cases: ReadonlyArray<readonly [object, RegExp]> = [
		[{ ...bearer, allowedIps: '={{ $vars.gone }}' }, /Allowed IP Addresses: /],
		[{ ...bearer, allowedIps: "={{ ['10.0.0.1'] }}" }, /Allowed IP Addresses: /],
		[{ ...bearer, allowedIps: '={{ null }}' }, /Allowed IP Addresses: /],
		[{ ...bearer, allowedIps: '={{ {} }}' }, /Allowed IP Addresses: /],
		[{ ...bearer, token: '={{ {} }}' }, /Token: the value is not text\./],
		[{ ...bearer, allowedIps: ['10.0.0.1'] }, /Allowed IP Addresses: the value is not text\./],
		[{ ...bearer, token: '={{ $vars.gone }}' }, /Token: the value is not text\./],
		[{ ...bearer, token: '={{ 1234567890123456 }}' }, /Token: the value is not text\./],
		[{ ...bearer, previousToken: '={{ $vars.gone }}' }, /Previous Token: the value is not text\./],
		[{ ...bearer, previousToken: '={{ [] }}' }, /Previous Token: the value is not text\./],
		[
			{ authentication: 'basic', username: '={{ $vars.gone }}', token: TOKEN },
			/Username: the value is not text\./,
		],
	];
	/** n8n takes 15 seconds to give up publishing. */
	const fewCases = cases.filter((_, index) => index % 4 === 0);

	it('turns the Test button red, and says what is wrong', async () => {
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

	it('keeps the workflow from being published', async () => {
		// At once, because n8n tries for 15 seconds before it gives up.
		await Promise.all(
			fewCases.map(async ([credential, message]) => {
				await expect(publishReceiver(n8n, { credential })).rejects.toThrow(message);
			}),
		);
	});

	it('lets nobody in: 500, and a failed execution that names the fault', async () => {
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

it('an expression can hold the token, as in a secret store', async () => {
	const receiver = await publishReceiver(n8n, {
		credential: { ...bearer, token: `={{ '${TOKEN}' }}`, previousToken: "={{ '' }}" },
	});
	expect((await deliver(receiver.productionUrl, body)).status).toBe(200);
});

it('while the credential is not sound, strangers record one failed execution a minute', async () => {
	const receiver = await publishReceiver(n8n);
	await changeCredential(receiver, { ...bearer, token: 'short' });
	const start = Date.now();
	const responses: Response[] = [];
	for (let round = 0; round < 5; round += 1) {
		const burst = Array.from({ length: 10 }, async () =>
			deliver(receiver.productionUrl, body, { authorization: 'Bearer of-a-stranger' }),
		);
		responses.push(...(await Promise.all(burst)));
	}
	const minutes = Math.ceil((Date.now() - start) / 60_000);

	const failed = responses.filter(({ status }) => status === 500);
	const refused = responses.filter(({ status }) => status === 503);
	expect(failed.length + refused.length).toBe(50);
	expect(failed.length).toBeGreaterThan(0);
	expect(failed.length).toBeLessThanOrEqual(minutes);
	for (const { headers } of refused) {
		expect(headers.get('retry-after')).toBe('60');
		expect(headers.get('content-type')).toBe('application/problem+json');
	}
	const executions = await n8n.session.waitForExecutions(receiver.workflowId, failed.length);
	expect(executions).toHaveLength(failed.length);
	for (const { error } of executions) {
		expect(error).toMatch(
			/^The CleverConnect credential cannot be used yet\. 'Token' has 5 characters/,
		);
	}

	await changeCredential(receiver, bearer);
	expect((await deliver(receiver.productionUrl, body)).status).toBe(200);
});

it('with none, no page in the browser of somebody who is allowed can deliver', async () => {
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
])('a proxy that passes on %s: %d', async (forwardedFor, status) => {
	const receiver = await publishReceiver(n8n, {
		credential: { ...bearer, allowedIps: '203.0.113.7, 2001:db8::1' },
	});
	const headers = { 'x-forwarded-for': forwardedFor };
	expect((await deliver(receiver.productionUrl, body, headers)).status).toBe(status);
});

it('the log quotes and cuts what a proxy passes on in place of an address', async () => {
	const receiver = await publishReceiver(n8n, { credential: { ...bearer, allowedIps: '::1' } });
	const forged = `forged: all is well ${'x'.repeat(100)}`;
	await deliver(receiver.productionUrl, body, { 'x-forwarded-for': forged });
	const line = `refused a delivery from ${JSON.stringify(forged.slice(0, 64))}: Deliveries from this`;
	await waitUntil('the line in the log', () => n8n.log().includes(line));
	expect(n8n.log()).not.toContain('x'.repeat(65));
});
