import type { Refusal } from '../../../nodes/CleverConnect/response/refusal';
import { composeRefusalLine } from '../../../nodes/CleverConnect/response/refusalLog';
import { makeRequest } from '../../helpers/requests.cts';

const ADD_ADDRESS = "add the address to 'Allowed IP Addresses' in the trigger's credential.";
const OWN_PROXY = `If 203.0.113.7 is the address of your own proxy, set N8N_PROXY_HOPS to the exact number of your own proxies, make sure that they pass the sender's address on in X-Forwarded-For, and do not allow this address, because that would allow everybody. If it is CleverConnect's address, ${ADD_ADDRESS}`;

it.each<[Refusal['kind'], Parameters<typeof makeRequest>[0], string]>([
	['addressNotAllowed', {}, ` If CleverConnect sent this delivery, ${ADD_ADDRESS}`],
	['addressNotAllowed', { isPrivate: true }, ` ${OWN_PROXY}`],
	['addressNotAllowed', { isForwarded: true }, ` ${OWN_PROXY}`],
	[
		'sentByBrowser',
		{},
		" With 'Authentication' set to 'None (IP Addresses Only)', web pages cannot send applications. To test from a web page, choose a different 'Authentication'.",
	],
	[
		'notAuthenticated',
		{},
		" If CleverConnect sent this delivery, compare the token that CleverConnect uses with the token in the trigger's credential.",
	],
	['fileTooLarge', {}, " To accept larger files, change 'Maximum File Size (MB)' in the trigger."],
	['notJson', {}, ''],
	['unprocessable', {}, ' The answer to the sender lists the problems.'],
])('the log line of a refusal of the kind %s, %j, ends with "%s"', (kind, facts, end) => {
	expect(composeRefusalLine(makeRequest(facts), { kind, detail: 'This is why.' })).toBe(
		`refused a delivery from 203.0.113.7: This is why.${end}`,
	);
});

it('the log line has the advice of the refusal instead of the usual advice', () => {
	const refusal: Refusal = { kind: 'unprocessable', detail: 'No.', advice: 'Do this.' };
	expect(composeRefusalLine(makeRequest(), refusal)).toMatch(/: No\. Do this\.$/);
});

it.each([
	['', '""'],
	['203.0.113.8: all is well.', '"203.0.113.8: all is well."'],
	['a" b', '"a\\" b"'],
	['a\\', '"a\\\\"'],
	['%s 50%d %%', '"s 50d "'],
	['\u001b[2Ja\u0000\u007f\u0085\u00adb\r\n', '"[2Jab"'],
	['\u202ea\u200bb\u2028c\u2029d\ufeffe\ud800f', '"abcdef"'],
	['😀'.repeat(65), `"${'😀'.repeat(64)}"`],
])('the log line quotes the text %j, which is no address, as %s', (reportedAddress, quoted) => {
	const request = makeRequest({ address: '', reportedAddress, isForwarded: true });
	// There is no advice on an address that is none.
	expect(composeRefusalLine(request, { kind: 'addressNotAllowed', detail: 'No.' })).toBe(
		`refused a delivery from ${quoted}: No.`,
	);
});
