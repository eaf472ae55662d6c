import { webhookDescriptionFields } from 'n8n-workflow';

/**
 * The fields that determine when n8n responds, and with which body. If `webhook()` returns items, n8n sends its
 * `webhookResponse` only if `responseData` is falsy. With `noData`, the response after the last node is empty.
 */
const templates = {
	responseMode: '={{ $parameter.responseMode || "onReceived" }}',
	responseData: '={{ $parameter.responseMode === "lastNode" ? "noData" : "" }}',
};

/**
 * If a field has a resolver in addition to its template, n8n bypasses its expression engine, which can take up much of a
 * request's time and fails here for workflows with `binaryMode: combined`. Versions of n8n without resolvers evaluate
 * the templates.
 */
export const responseFields =
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({
				responseMode: {
					template: templates.responseMode,
					resolve: ({ responseMode }) => responseMode || 'onReceived',
				},
				responseData: {
					template: templates.responseData,
					resolve: ({ responseMode }) => (responseMode === 'lastNode' ? 'noData' : ''),
				},
			})
		: templates;
