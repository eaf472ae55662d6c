import type { Refusal } from '../../nodes/CleverConnect/refusals';
import { composeCheckMessage, composeRefusalMessage } from '../../nodes/CleverConnect/logMessages';
import { makeRequest } from '../helpers/requests.cts';

it.each<[Refusal['kind'], Parameters<typeof makeRequest>[0], RegExp]>([
	['addressNotAllowed', {}, / sent this delivery, add the address to 'Allowed IP Addresses'/],
	['addressNotAllowed', { isForwarded: true }, / 203\.0\.113\.7 is .*set N8N_PROXY_HOPS/],
	['notAuthenticated', {}, / compare the token /],
	['notJson', {}, /^$/],
	['unclearCheck', {}, / correct the header/],
	['notAnApplication', {}, / lists the problems\.$/],
	['unavailable', {}, / open the failed execution/],
])('the log line of a refusal of the kind %s, %j, has the advice %s', (kind, facts, advice) => {
	const line = composeRefusalMessage(makeRequest(facts), { kind, detail: 'This is why.' });
	const [before, end] = line.split('This is why.');
	expect(before).toBe('refused a delivery from 203.0.113.7: ');
	expect(end).toMatch(advice);
});

it('the log line of a check names the sender and the header, and a refusal can have other advice', () => {
	expect(composeCheckMessage(makeRequest())).toMatch(
		/^checked .* from 203\.0\.113\.7 .*X-Check-Only/,
	);
	const refusal: Refusal = { kind: 'unavailable', detail: 'No.', advice: 'Do this.' };
	expect(composeRefusalMessage(makeRequest(), refusal)).toMatch(/: No\. Do this\.$/);
});

it.each([
	['', '""'],
	['a" b', '"a\\" b"'],
	['%s 50%d %%', '"s 50d "'],
	['\u001b[2Ja\u0000\u007f\u0085\u00adb\r\n', '"[2Jab"'],
	['\u202ea\u200bb\u2028c\u2029d\ufeffe\ud800f', '"abcdef"'],
	['😀'.repeat(65), `"${'😀'.repeat(64)}"`],
])('the log line quotes the text %j, which is not an address, as %s', (reportedAddress, quoted) => {
	const request = makeRequest({ address: '', reportedAddress, isForwarded: true });
	// The line contains no advice about an invalid address.
	const line = composeRefusalMessage(request, { kind: 'addressNotAllowed', detail: 'No.' });
	expect(line).toBe(`refused a delivery from ${quoted}: No.`);
});
