import { publish, TOKEN, type NodeSettings } from '../../helpers/nodeContext.cts';

const bearer = { authentication: 'bearer', token: TOKEN };

it.each<[string, NodeSettings, string]>([
	[
		'an invalid credential',
		{ credential: { ...bearer, token: 'x' } },
		"'Token' needs at least 16 characters",
	],
	['an invalid option', { parameters: { options: { language: 'it' } } }, "'Language of Problems'"],
])('%s prevents publishing and testing, but not a restart', async (_fault, settings, message) => {
	for (const mode of ['activate', 'update', 'manual'] as const) {
		await expect(publish(settings, mode)).rejects.toThrow(message);
	}
	for (const mode of ['init', 'leadershipChange'] as const) {
		expect(await publish(settings, mode)).toBe(true);
	}
});

it('a workflow with a sound credential and settings can be published', async () => {
	const token = `={{ '${TOKEN}' }}`;
	expect(await publish({ credential: { ...bearer, token } }, 'activate')).toBe(true);
});
