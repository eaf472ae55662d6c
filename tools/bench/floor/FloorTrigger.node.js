/**
 * Does only what every receiver of applications has to do: decodes the files and stores them. It doesn't
 * read a credential or check anything. The other contestants are compared with it.
 */
exports.FloorTrigger = class {
	description = {
		displayName: 'Floor Trigger',
		name: 'floorTrigger',
		group: ['trigger'],
		version: 2,
		description: 'Decodes and stores',
		defaults: { name: 'Floor Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'applications',
				responseMode: 'onReceived',
				responseData: '',
			},
		],
		properties: [],
	};

	webhookMethods = {
		default: {
			checkExists: async () => false,
			create: async () => true,
			delete: async () => true,
		},
	};

	async webhook() {
		const { attachments, ...application } = this.getRequestObject().body;
		const binary = {};
		for (const { type, content, contentType, fileName } of attachments) {
			const bytes = Buffer.from(content, 'base64');
			binary[type] = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
		}
		return {
			workflowData: [[{ json: application, binary }]],
			webhookResponse: { status: 'accepted', id: application.id },
		};
	}
};
