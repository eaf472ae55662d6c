import type {
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { receive } from './receive';
import { outputs } from './settings/outputs';
import { properties } from './settings/properties';
import { respondToGet } from './testForm/respondToGet';
import { builderHint, hints, triggerPanel } from './trigger/editorTexts';
import { testCredential } from './trigger/testCredential';
import { webhookMethods } from './trigger/webhookMethods';

export class CleverConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CleverConnect Trigger',
		name: 'cleverConnectTrigger',
		icon: { light: 'file:cleverconnect.svg', dark: 'file:cleverconnect.dark.svg' },
		group: ['trigger'],
		// For version 1 of a webhook node, n8n evaluates an extra expression on every request and tries to
		// parse bodies of any content type.
		version: 2,
		subtitle:
			'={{ { flag: "Deliver and Flag", review: "Send to Needs Review Output" }[$parameter.onIssues] }}',
		description: 'Starts the workflow when CleverConnect sends a job application',
		eventTriggerDescription: 'Open the Test URL in your browser to send an application',
		activationMessage:
			'Applications sent to the Production URL with the token now start this workflow.',
		defaults: { name: 'CleverConnect Trigger' },
		inputs: [],
		outputs,
		credentials: [{ name: 'cleverConnectWebhookApi', required: true, testedBy: 'testCredential' }],
		// n8n sends `webhookResponse` as the response only if `responseData` is falsy.
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'applications',
				responseMode: 'onReceived',
				responseData: '',
			},
			{
				name: 'setup',
				httpMethod: 'GET',
				path: 'applications',
				responseMode: 'onReceived',
				ndvHideUrl: true,
			},
		],
		triggerPanel,
		hints,
		builderHint,
		properties,
	};

	methods = { credentialTest: { testCredential } };

	webhookMethods = webhookMethods;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const isGet = this.getRequestObject().method === 'GET';
		return isGet ? await respondToGet(this) : await receive(this);
	}
}
