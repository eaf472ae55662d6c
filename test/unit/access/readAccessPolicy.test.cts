import type { IWebhookFunctions } from 'n8n-workflow';
import { readAccessPolicy } from '../../../nodes/CleverConnect/access/readAccessPolicy';

const BEARER = { authentication: 'bearer', previousToken: '', allowedIps: '' };
const NAME = 'cleverConnectWebhookApi';

let stored: { token: string; readings: number; isReadable: boolean };
beforeEach(() => {
	jest.useFakeTimers();
	stored = { token: 'an-invented-secret', readings: 0, isReadable: true };
});
afterEach(() => jest.useRealTimers());

/** Reads the credential. By default, the workflow is the test's own. */
const read = async (workflow = '', id = 'credential-1', mode = 'webhook') =>
	await readAccessPolicy({
		getMode: () => mode,
		getWorkflow: () => ({ id: workflow || expect.getState().currentTestName }),
		getNode: () => ({ name: 'Trigger', credentials: { [NAME]: { id } } }),
		getCredentials: (name: string) => {
			stored.readings += 1;
			if (!stored.isReadable) return Promise.reject(new Error('n8n cannot decrypt it'));
			return Promise.resolve(name === NAME && { ...BEARER, token: stored.token });
		},
	} as unknown as IWebhookFunctions);

it('the credential is read once for a burst of deliveries, and again after five seconds', async () => {
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
] as const)('the credential is read separately for %s', async (_name, others) => {
	await read();
	stored.token = 'short';
	expect(await read(...others)).toMatchObject({ ok: false });
	expect(await read()).toMatchObject({ ok: true });
});

it('an invalid credential is an error that tells the owner what to correct', async () => {
	stored.token = 'short';
	const message = expect.stringContaining("'Token' needs at least 16 characters") as string;
	const description = expect.stringMatching(/ save it.*troubleshooting.*Troubleshooting/) as string;
	expect(await read()).toMatchObject({ error: { message, description } });
});

it("a credential that n8n cannot read is n8n's own error, until n8n can read it again", async () => {
	stored.isReadable = false;
	const error = { message: 'n8n cannot decrypt it' };
	expect(await Promise.all([read(), read()])).toMatchObject([{ error }, { error }]);
	stored.isReadable = true;
	expect(await read()).toMatchObject({ ok: true });
});
