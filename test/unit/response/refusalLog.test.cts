import { REFUSALS, type RefusalKind } from '../../../nodes/CleverConnect/response/refusal';
import { composeRefusalLine } from '../../../nodes/CleverConnect/response/refusalLog';
import { makeRequest } from '../../helpers/requests.cts';

const DETAIL = 'This is why.';
const REFUSED = `refused a delivery from 203.0.113.7: ${DETAIL}`;
const ADD_ADDRESS = "add the address to 'Allowed IP Addresses' in the trigger's credential.";

function lineFor(kind: RefusalKind, request: Parameters<typeof makeRequest>[0] = {}, more = {}) {
	return composeRefusalLine(makeRequest(request), { kind, detail: DETAIL, ...more });
}

describe('the log line of a refusal', () => {
	it.each<[RefusalKind, string]>([
		['addressNotAllowed', ` If CleverConnect sent this delivery, ${ADD_ADDRESS}`],
		[
			'sentByBrowser',
			" With 'Authentication' set to 'None (IP Addresses Only)', web pages cannot send applications. To test from a web page, choose a different 'Authentication'.",
		],
		[
			'notAuthenticated',
			" If CleverConnect sent this delivery, compare the token that CleverConnect uses with the token in the trigger's credential.",
		],
		['fileTooLarge', " To accept larger files, change 'Maximum File Size (MB)' in the trigger."],
		['notJson', ''],
		['unprocessable', ' The answer to the sender lists the problems.'],
		['inProgress', ''],
		['unavailable', ''],
	])('of the kind %s ends with the advice "%s"', (kind, advice) => {
		expect(lineFor(kind)).toBe(`${REFUSED}${advice}`);
		expect(Object.keys(REFUSALS)).toHaveLength(8);
	});

	it("contains the refusal's own advice instead of the usual advice", () => {
		expect(lineFor('unprocessable', {}, { advice: 'Do this.' })).toBe(`${REFUSED} Do this.`);
	});

	it.each([
		['private', { isPrivate: true }],
		['named by the request', { isForwarded: true }],
	])("says what to do about one's own proxy if the address is %s", (_name, facts) => {
		expect(lineFor('addressNotAllowed', facts)).toBe(
			`${REFUSED} If 203.0.113.7 is the address of your own proxy, set N8N_PROXY_HOPS to the exact number of your own proxies, make sure that they pass the sender's address on in X-Forwarded-For, and do not allow this address, because that would allow everybody. If it is CleverConnect's address, ${ADD_ADDRESS}`,
		);
	});

	it('has no advice on an address that is none', () => {
		const request = { address: '', reportedAddress: 'unknown', isForwarded: true };
		expect(lineFor('addressNotAllowed', request)).toMatch(/: This is why\.$/);
	});

	it.each([
		['', '""'],
		['203.0.113.8: all is well.', '"203.0.113.8: all is well."'],
		['a" b', '"a\\" b"'],
		['a\\', '"a\\\\"'],
		['%s 50%d %%', '"s 50d "'],
		['\u001b[2Ja\u0000\u007f\u0085\u00adb\r\n', '"[2Jab"'],
		['\u202ea\u200bb\u2028c\u2029d\ufeffe\ud800f', '"abcdef"'],
		['x'.repeat(64), `"${'x'.repeat(64)}"`],
		['😀'.repeat(65), `"${'😀'.repeat(64)}"`],
	])('quotes the text %j, which is no address, as %s', (reportedAddress, quoted) => {
		expect(lineFor('notJson', { address: '', reportedAddress })).toBe(
			`refused a delivery from ${quoted}: ${DETAIL}`,
		);
	});
});
