import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readAccessPolicy } from '../access/readAccessPolicy';
import { PAGE, PAGE_HEADERS } from './formPage';
import { issueTicket, TICKET_HEADER } from './ticket';

/**
 * Responds to a GET request: with a form at the test URL, and with 405 at the production URL. As it returns no items, n8n
 * starts no execution, and continues to listen at the test URL.
 */
export async function respondToGet(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = context.getResponseObject();
	if (context.getMode() !== 'manual') {
		response.writeHead(405, { 'Content-Type': 'application/problem+json', Allow: 'POST' });
		response.end(JSON.stringify(METHOD_NOT_ALLOWED));
		return { noWebhookResponse: true };
	}
	const policy = await readAccessPolicy(context);
	if (policy.ok) {
		const ticket = issueTicket(context, policy.value);
		response.writeHead(200, { ...PAGE_HEADERS, [TICKET_HEADER]: ticket });
		response.end(PAGE);
	} else {
		response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' });
		response.end(FAULTY_CREDENTIAL);
	}
	return { noWebhookResponse: true };
}

const METHOD_NOT_ALLOWED = {
	type: 'about:blank',
	title: 'Method Not Allowed',
	status: 405,
	detail: 'Send applications with POST.',
};

/** The faults aren't listed, because anyone who knows the URL can read this text. */
const FAULTY_CREDENTIAL =
	"This trigger's credential cannot be used. Correct it in the editor, and then reload this page.";
