import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import type { AccessPolicy } from '../access/checkCredential';
import { identifyTrigger } from '../n8nLifecycle';
import type { DeliveryRequest } from '../request';

/** The header in which the form gets its ticket and sends it. */
export const TICKET_HEADER = 'X-CleverConnect-Ticket';

/** n8n listens at the test URL for the same time. */
const VALID_FOR_MS = 120_000;

/** With a key that only this process has, nobody who reads a ticket can use it to test guesses of the token. */
const PROCESS_KEY = randomBytes(32);

/** Returns a ticket for the test URL of this trigger, which expires and becomes invalid if the token changes. */
export function issueTicket(context: IWebhookFunctions, policy: AccessPolicy): string {
	const expiry = String(Date.now() + VALID_FOR_MS);
	return `${expiry}.${sign(expiry, context, policy).toString('base64url')}`;
}

/** Whether a request comes from the form. Outside test mode, no ticket is valid. */
export function hasTicket(
	{ headers }: DeliveryRequest,
	context: IWebhookFunctions,
	policy: AccessPolicy,
): boolean {
	const ticket = /^(\d{13})\.([\w-]{43})$/.exec(String(headers[TICKET_HEADER.toLowerCase()]));
	if (context.getMode() !== 'manual' || !ticket) return false;
	const [, expiry = '', signature = ''] = ticket;
	const isGenuine = timingSafeEqual(
		sign(expiry, context, policy),
		Buffer.from(signature, 'base64url'),
	);
	return isGenuine && Date.now() < Number(expiry);
}

function sign(expiry: string, context: IWebhookFunctions, policy: AccessPolicy): Buffer {
	const digests = policy.accepted.map((digest) => digest.toString('hex'));
	return createHmac('sha256', PROCESS_KEY)
		.update(JSON.stringify([expiry, identifyTrigger(context), ...digests]))
		.digest();
}
