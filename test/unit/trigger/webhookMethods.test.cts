import { publish, TOKEN, type NodeSettings } from '../../helpers/nodeContext.cts';

const bearer = { authentication: 'bearer', token: TOKEN };

describe.each<[string, NodeSettings, string]>([
	['an invalid credential', { credential: { ...bearer, token: 'x' } }, "'Token' has 1 character"],
	[
		'a short token while a good one is kept',
		{ credential: { ...bearer, previousToken: 'x' } },
		"'Previous Token' has 1",
	],
	[
		'an expression that returns no text',
		{ credential: { ...bearer, token: '={{ $vars.gone }}' } },
		"'Token' is not text.",
	],
	[
		'an expression for the addresses',
		{ credential: { ...bearer, allowedIps: '={{ null }}' } },
		"In 'Allowed IP Addresses', entry 1 is not",
	],
	[
		'an invalid option',
		{ parameters: { options: { maxFileSize: -5 } } },
		"'Maximum File Size (MB)' has an invalid value.",
	],
	["n8n's engine 2.0", { workflowSettings: { engineType: 'v2' } }, 'engine 2.0'],
])('with %s, a workflow', (_name, settings, message) => {
	it.each(['activate', 'update', 'manual'] as const)('cannot be published (%s)', async (mode) => {
		await expect(publish(settings, mode)).rejects.toThrow(message);
	});

	it.each(['init', 'leadershipChange'] as const)('stays published (%s)', async (mode) => {
		expect(await publish(settings, mode)).toBe(true);
	});
});

it('a workflow with a sound credential and settings can be published', async () => {
	const token = `={{ '${TOKEN}' }}`;
	expect(await publish({ credential: { ...bearer, token } })).toBe(true);
});
