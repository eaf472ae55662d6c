import { webhookDescriptionFields } from 'n8n-workflow';

/**
 * The fields for the time and the body of n8n's response. Unless `responseData` is falsy, n8n ignores the body that
 * `webhook()` returns. With `responseData: noData`, the response after the last node is empty.
 */
const templates = {
	responseMode: '={{ $parameter.responseMode || "onReceived" }}',
	responseData: '={{ $parameter.responseMode === "lastNode" ? "noData" : "" }}',
};

/**
 * For a field with a resolver beside its template, n8n doesn't use its expression engine, which takes a large part of a
 * request's time and fails for workflows with `binaryMode: combined`. Earlier versions of n8n have no resolvers, so
 * they evaluate the templates.
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
