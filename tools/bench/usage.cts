import { readdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The number of clock ticks per second in Linux's /proc, which is the same on every machine that Node.js supports. */
const TICKS_PER_SECOND = 100;
const IDLE_FOR_MS = 300;
const IDLE_WITHIN_MS = 300_000;

/** Returns the CPU time that a process and the processes that it started have used so far, in milliseconds. */
export async function readCpuTime(pid: number): Promise<number> {
	const stats = await readTree(pid);
	const ticks = stats.reduce((sum, { cpu }) => sum + cpu, 0);
	return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Waits until a process is idle, because n8n continues to work after it responds. */
export async function waitUntilIdle(pid: number): Promise<void> {
	const deadline = Date.now() + IDLE_WITHIN_MS;
	for (let before = -Infinity; Date.now() < deadline; ) {
		const now = await readCpuTime(pid);
		if (now - before <= IDLE_FOR_MS / 15) return;
		before = now;
		await sleep(IDLE_FOR_MS);
	}
	throw new Error(`n8n was still busy after ${IDLE_WITHIN_MS / 1000} s`);
}

/** Resets the peak that `readPeakMemory` returns. */
export async function resetPeakMemory(pid: number): Promise<void> {
	for (const { pid: each } of await readTree(pid)) {
		// The process may have ended in the meantime.
		await writeFile(`/proc/${each}/clear_refs`, '5').catch(() => undefined);
	}
}

/** Returns the peak resident memory of a process and the processes that it started, in megabytes. */
export async function readPeakMemory(pid: number): Promise<number> {
	let kilobytes = 0;
	for (const { pid: each } of await readTree(pid)) {
		const status = await readFile(`/proc/${each}/status`, 'utf8').catch(() => '');
		kilobytes += Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
	}
	return kilobytes / 1024;
}

interface ProcessStat {
	readonly pid: number;
	readonly parent: number;
	/** In clock ticks, including the ticks of children that have ended. */
	readonly cpu: number;
}

async function readTree(root: number): Promise<ProcessStat[]> {
	const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const stats = (await Promise.all(names.map(readStat))).filter((stat) => stat !== undefined);
	const tree = stats.filter(({ pid }) => pid === root);
	// The list grows during the loop, until the last processes in it have no children.
	for (const { pid } of tree) tree.push(...stats.filter(({ parent }) => parent === pid));
	return tree;
}

async function readStat(name: string): Promise<ProcessStat | undefined> {
	const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
	// The name of the program, in parentheses, can contain any characters. No parenthesis follows it
	// (proc(5)).
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	if (fields.length < 15) return undefined;
	const cpu = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
	return { pid: Number(name), parent: Number(fields[1]), cpu };
}
