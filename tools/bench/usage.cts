import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { waitUntil } from '../common/waitUntil.cts';

/** The length of a clock tick in Linux's /proc, which is the same on every machine that Node.js supports. */
const TICK_MS = 10;

/** Returns the CPU time that a process and the processes that it started have used so far, in milliseconds. */
export function readCpuTime(pid: number): number {
	// The program's name, in parentheses, can contain any characters, so the last parenthesis ends it (proc(5)).
	const ticks = listTree(pid).flatMap((each) =>
		read(each, 'stat')
			.replace(/^.*\) /s, '')
			.split(' ')
			.slice(11, 15)
			.map(Number),
	);
	return ticks.reduce((sum, count) => sum + count, 0) * TICK_MS;
}

/** Waits until a process is idle, because n8n continues to work after it responds. */
export async function waitUntilIdle(pid: number): Promise<void> {
	let before = -Infinity;
	const isIdle = () => {
		const now = readCpuTime(pid);
		const used = now - before;
		before = now;
		return used <= 2 * TICK_MS;
	};
	await waitUntil('n8n to be idle', isIdle, { seconds: 300, everyMs: 300 });
}

export function resetPeakMemory(pid: number): void {
	const files = listTree(pid).map((each) => `/proc/${each}/clear_refs`);
	for (const file of files.filter((each) => existsSync(each))) writeFileSync(file, '5');
}

export function readPeakMemory(pid: number): number {
	const kilobytes = listTree(pid).map((each) => /^VmHWM:\s+(\d+)/m.exec(read(each, 'status'))?.[1]);
	return kilobytes.reduce((sum, count) => sum + Number(count ?? 0), 0) / 1024;
}

function listTree(pid: number): number[] {
	const children = read(pid, `task/${pid}/children`).match(/\d+/g) ?? [];
	return [pid, ...children.flatMap((child) => listTree(Number(child)))];
}

/** Returns a file in /proc, or an empty string if the process has ended in the meantime. */
function read(pid: number, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}
