import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore } from '../../helpers/nodeContext.cts';
import { receiveHostile } from '../../helpers/receiveHostile.cts';

// A sender without a valid token or address can't learn or change anything.

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

it.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'cf-connecting-ip'])(
	"the header %s does not replace the sender's address",
	async (name) => {
		const credential = { authentication: 'none', allowedIps: '203.0.113.7' };
		const incoming = {
			body: goodApplication({ attachments: [] }),
			headers: { [name]: '203.0.113.7' },
			ip: '198.51.100.1',
		};
		expect((await receiveHostile(incoming, { credential })).status).toBe(403);
	},
);

it.each([null, [], 'text', { id: 'x'.repeat(100) }])(
	'the token is checked before the body, so the body %j gets 401',
	async (body) => {
		const headers = { authorization: 'Bearer wrong', 'content-type': 'text/plain' };
		expect((await receiveHostile({ body, headers })).status).toBe(401);
	},
);
