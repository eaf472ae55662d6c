import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { map, range, uniq } from 'lodash';
import { startCaddy, type Caddy } from '../../tools/n8n/servers/caddy.cts';
import { readSettings } from '../../tools/n8n/servers/deployFiles.cts';
import { publishReceiver } from '../../tools/n8n/client/workflow.cts';
import type { Instance } from '../../tools/n8n/start/instance.cts';
import { send } from '../helpers/http.cts';
import { startAnotherN8n } from '../helpers/n8n.cts';
import { makeApplication } from '../helpers/sendWhile.cts';

const FLOOD_SECONDS = 20;
const WRONG_TOKEN = 'Bearer a-guessed-token';

let n8n: Instance;
let caddy: Caddy;
let target: string;

beforeAll(async () => {
	n8n = await startAnotherN8n(readSettings('n8n.env'));
	caddy = await startCaddy(n8n.url);
	target = new URL((await publishReceiver(n8n)).productionUrl).pathname;
});

/** Opens connections from two addresses. On each, a stranger sends nothing, a header only, or a whole application. */
function flood(count: number, bytes: number, part: 'nothing' | 'header' | 'all'): Socket[] {
	const header = `POST ${target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${WRONG_TOKEN}\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;
	const application = '{"id":1,"candidate":{},"note":"';
	const body = Buffer.from(application.padEnd(bytes - 2, 'a') + '"}');
	return range(count).map((index) => {
		const localAddress = `127.0.0.${2 + (index % 2)}`;
		const socket = connect({ port: caddy.port, host: '127.0.0.1', localAddress });
		socket.on('error', () => {}).resume();
		if (part !== 'nothing') socket.write(header);
		if (part === 'all') socket.write(body);
		return socket;
	});
}

/** Returns the memory of a process, in megabytes. */
function readMemory(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

it.each<[string, ...Parameters<typeof flood>]>([
	['300 bodies of 60 MB', 300, 60_000_000, 'all'],
	['300 bodies of 2.9 MB', 300, 2_900_000, 'all'],
	['1,000 bodies that never arrive', 1000, 20_000, 'header'],
	['600 idle connections', 600, 0, 'nothing'],
])(
	'while strangers send %s, applications are accepted, and neither Caddy nor n8n runs out of memory',
	async (_what, ...attack) => {
		const sockets = flood(...attack);
		const memory = { caddy: 0, n8n: 0 };
		const answers = [];
		for (let second = 0; second < FLOOD_SECONDS; second++) {
			const body = makeApplication(second);
			const start = Date.now();
			const answer = send(caddy.port, target, { body });
			answers.push(answer.then(({ status }) => ({ status, took: Date.now() - start })));
			memory.caddy = Math.max(memory.caddy, readMemory(caddy.pid));
			memory.n8n = Math.max(memory.n8n, readMemory(n8n.pid));
			await sleep(1000);
		}
		for (const socket of sockets) socket.destroy();
		const all = await Promise.all(answers);
		const longest = Math.max(...map(all, 'took'));
		process.stderr.write(`${JSON.stringify({ ...memory, longest })}\n`);
		expect(uniq(map(all, 'status'))).toEqual([200]);
		expect(longest).toBeLessThan(10_000);
		expect(memory.caddy).toBeLessThan(1000);
		expect(memory.n8n).toBeLessThan(2000);
	},
);
