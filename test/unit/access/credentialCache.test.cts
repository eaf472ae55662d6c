import type { IWebhookFunctions } from 'n8n-workflow';
import { readAccessPolicy } from '../../../nodes/CleverConnect/access/credentialCache';

const TOKEN = 'an-invented-secret';

let workflows = 0;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Returns a function that reads a credential, and the credential, whose readings are counted. */
function openCredential() {
	const stored = { token: TOKEN, readings: 0, isReadable: true };
	workflows += 1;
	const own = `workflow-${workflows}`;
	const read = async (workflow = own, id = 'credential-1', mode = 'webhook') => {
		const context = {
			getMode: () => mode,
			getWorkflow: () => ({ id: workflow }),
			getNode: () => ({ name: 'Trigger', credentials: { cleverConnectWebhookApi: { id } } }),
			getCredentials: () => {
				stored.readings += 1;
				if (!stored.isReadable) return Promise.reject(new Error('n8n cannot decrypt it'));
				const { token } = stored;
				return Promise.resolve({
					authentication: 'bearer',
					token,
					previousToken: '',
					allowedIps: '',
				});
			},
		};
		return await readAccessPolicy(context as unknown as IWebhookFunctions);
	};
	return { stored, read };
}

describe('the credential', () => {
	it('is read once for a burst of deliveries, and again after five seconds', async () => {
		const { stored, read } = openCredential();
		const burst = await Promise.all(Array.from({ length: 20 }, async () => await read()));
		expect(new Set(burst).size).toBe(1);
		jest.advanceTimersByTime(4_999);
		expect(await read()).toBe(burst[0]);
		expect(stored.readings).toBe(1);
		jest.advanceTimersByTime(1);
		expect(await read()).not.toBe(burst[0]);
		expect(stored.readings).toBe(2);
	});

	it.each([
		['another workflow', ['other']],
		['another credential', [undefined, 'credential-2']],
		['a test event', [undefined, undefined, 'manual']],
		['publishing', [undefined, undefined, 'trigger']],
	] as const)('is read separately for %s', async (_name, others) => {
		const { stored, read } = openCredential();
		await read();
		stored.token = 'short';
		expect(await read(...others)).toMatchObject({ ok: false });
		expect(await read()).toMatchObject({ ok: true });
	});

	it('that is invalid is an error that tells the owner what to correct', async () => {
		const { stored, read } = openCredential();
		stored.token = 'short';
		expect(await read()).toMatchObject({
			error: {
				message: expect.stringContaining("'Token' has 5 characters") as string,
				description: expect.stringMatching(/correct it, and save it.*troubleshooting/) as string,
			},
		});
	});

	it("that n8n cannot read is n8n's own error, until n8n can read it again", async () => {
		const { stored, read } = openCredential();
		stored.isReadable = false;
		const errors = await Promise.all([read(), read()]);
		expect(errors).toMatchObject([
			{ error: { message: 'n8n cannot decrypt it' } },
			{ error: { message: 'n8n cannot decrypt it' } },
		]);
		stored.isReadable = true;
		expect(await read()).toMatchObject({ ok: true });
	});
});
