import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { receive, type NodeSettings } from '../../helpers/nodeContext.cts';

const SECRET = 'an-invented-secret';
const TRIGGER = {
	mode: 'manual',
	workflowId: 'workflow-1',
	// The browser's address isn't allowed.
	credential: { authentication: 'bearer', token: SECRET, allowedIps: '192.0.2.1' },
} as const satisfies NodeSettings;
const NOW = new Date('2026-12-01T12:00:00Z');

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick'] }));
afterEach(() => jest.useRealTimers());

async function getTicket(settings: NodeSettings = TRIGGER): Promise<string> {
	const { response } = await receive({ method: 'GET' }, settings);
	return String(response.headers?.['X-CleverConnect-Ticket']);
}

/** Returns the status of the refusal, or what the trigger confirms. */
async function sendWith(ticket: string, settings: NodeSettings = TRIGGER): Promise<unknown> {
	const headers = { authorization: '', 'x-cleverconnect-ticket': ticket };
	const { response, result } = await receive({ body: goodApplication(), headers }, settings);
	return response.status ?? result.webhookResponse;
}

const ACCEPTED = { status: 'accepted', id: 4711 };

it.each(['bearer', 'header', 'basic', 'query'])(
	'with %s, a ticket counts instead of the address and the token',
	async (authentication) => {
		const credential = { ...TRIGGER.credential, authentication, username: 'clever' };
		const settings = { ...TRIGGER, credential };
		expect(await sendWith(await getTicket(settings), settings)).toEqual(ACCEPTED);
	},
);

it('a ticket is valid for two minutes', async () => {
	const ticket = await getTicket();
	jest.setSystemTime(NOW.getTime() + 119_999);
	expect(await sendWith(ticket)).toEqual(ACCEPTED);
	jest.setSystemTime(NOW.getTime() + 120_000);
	expect(await sendWith(ticket)).toBe(403);
});

it.each<[what: string, settings: NodeSettings]>([
	['in production', { ...TRIGGER, mode: 'webhook' }],
	['in another workflow', { ...TRIGGER, workflowId: 'workflow-2' }],
	['at another trigger of the workflow', { ...TRIGGER, nodeId: 'node-2' }],
	[
		'with another token',
		{ ...TRIGGER, credential: { ...TRIGGER.credential, token: 'another-invented-secret' } },
	],
])('a ticket is not valid %s', async (_, settings) => {
	expect(await sendWith(await getTicket(), settings)).toBe(403);
});

it.each<[what: string, forge: (ticket: string) => string]>([
	['with a later expiry', (ticket) => ticket.replace(/^\d+/, (time) => String(Number(time) + 1))],
	['with another signature', (ticket) => ticket.replace(/\..*/, `.${'A'.repeat(43)}`)],
	['with no signature', (ticket) => ticket.replace(/\..*/, '.')],
	['sent twice', (ticket) => `${ticket}, ${ticket}`],
	['that is empty', () => ''],
])('a ticket %s is not valid', async (_, forge) => {
	expect(await sendWith(forge(await getTicket()))).toBe(403);
});

it('a ticket is not valid in another process, so nobody can test guesses of the token with it', async () => {
	const ticket = await getTicket();
	await jest.isolateModulesAsync(async () => {
		const restarted = await import('../../helpers/nodeContext.cts');
		const headers = { authorization: '', 'x-cleverconnect-ticket': ticket };
		const { response } = await restarted.receive({ body: goodApplication(), headers }, TRIGGER);
		expect(response.status).toBe(403);
	});
});
