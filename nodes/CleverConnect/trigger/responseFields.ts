import { webhookDescriptionFields } from 'n8n-workflow';

/**
 * When n8n answers, and with what. `responseData` must be falsy for n8n to send the body that
 * `webhook()` returns, which it ignores otherwise; `noData` makes the answer of the last node empty.
 */
const templates = {
	responseMode: '={{ $parameter.responseMode || "onReceived" }}',
	responseData: '={{ $parameter.responseMode === "lastNode" ? "noData" : "" }}',
};

/**
 * With a resolver beside its template, n8n decides a field without its expression engine, which takes
 * a large part of a request's time and fails for workflows with `binaryMode: combined`. Versions of
 * n8n that know no resolvers evaluate the templates.
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
