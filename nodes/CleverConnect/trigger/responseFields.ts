import { fromFunction, fromParameter, webhookDescriptionFields } from 'n8n-workflow';

/**
 * When n8n answers, and with what. `responseData` must be falsy for n8n to send the body that
 * `webhook()` returns, which it ignores otherwise; `noData` makes the answer of the last node empty.
 *
 * n8n resolves fields that are made by these functions without its expression engine, which takes a
 * large part of a request's time and fails for workflows with `binaryMode: combined`. Versions that
 * lack the functions get the same as templates.
 */
export const responseFields =
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({
				responseMode: fromParameter('responseMode', 'onReceived'),
				responseData: fromFunction((parameters) =>
					parameters.responseMode === 'lastNode' ? 'noData' : '',
				),
			})
		: {
				responseMode: '={{ $parameter.responseMode || "onReceived" }}',
				responseData: '={{ $parameter.responseMode === "lastNode" ? "noData" : "" }}',
			};
