import { CleverConnectTrigger } from '../../nodes/CleverConnect/CleverConnectTrigger.node';

const { description } = new CleverConnectTrigger();

it('saved workflows rely on the names and the version of the node, and on its webhook', () => {
	expect(description).toMatchObject({
		name: 'cleverConnectTrigger',
		displayName: 'CleverConnect Trigger',
		version: 2,
		inputs: [],
		credentials: [{ name: 'cleverConnectWebhookApi', required: true }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', path: 'applications' },
			{ name: 'setup', httpMethod: 'GET', path: 'applications', ndvHideUrl: true },
		],
	});
	for (const webhook of description.webhooks ?? [])
		expect(webhook).not.toHaveProperty('isFullPath');
});
