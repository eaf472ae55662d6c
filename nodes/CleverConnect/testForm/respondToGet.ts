import { createHash } from 'node:crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { readAccessPolicy } from '../access/readAccessPolicy';
import form from './form.html';
import { issueTicket, TICKET_HEADER } from './ticket';

/**
 * Responds to a GET request: with a form at the test URL, and with 405 at the production URL. As it returns no items, n8n
 * starts no execution, and continues to listen at the test URL. If the credential has become invalid while n8n was
 * listening, the form gets no ticket, and the editor shows the fault as soon as the form sends an application.
 */
export async function respondToGet(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = context.getResponseObject();
	if (context.getMode() !== 'manual') {
		response.writeHead(405, { 'Content-Type': 'application/problem+json', Allow: 'POST' });
		response.end(JSON.stringify(METHOD_NOT_ALLOWED));
		return { noWebhookResponse: true };
	}
	const policy = await readAccessPolicy(context);
	const ticket = policy.ok ? issueTicket(context, policy.value) : '';
	response.writeHead(200, { ...FORM_HEADERS, [TICKET_HEADER]: ticket });
	response.end(form);
	return { noWebhookResponse: true };
}

const METHOD_NOT_ALLOWED = {
	type: 'about:blank',
	title: 'Method Not Allowed',
	status: 405,
	detail: 'Send applications with POST.',
};

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
