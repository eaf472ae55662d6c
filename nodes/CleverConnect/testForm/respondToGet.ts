import { createHash } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readAccessPolicy } from '../access/readAccessPolicy';
import form from './form.html';
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
		response.writeHead(200, {
			...FORM_HEADERS,
			[TICKET_HEADER]: issueTicket(context, policy.value),
		});
		response.end(form);
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

/**
 * The form belongs to the same origin as n8n's editor, so its content security policy (https://www.w3.org/TR/CSP3/)
 * allows only its own script and style, and requests to n8n.
 */
const FORM_HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': [
		"default-src 'none'",
		`script-src '${hashElement('script')}'`,
		`style-src '${hashElement('style')}'`,
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'Cache-Control': 'no-store',
};

function hashElement(name: 'script' | 'style'): string {
	const [, content = ''] = new RegExp(`<${name}>(.*)</${name}>`, 's').exec(form) ?? [];
	return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
