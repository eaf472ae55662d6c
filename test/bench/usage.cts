import { readdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What Linux calls a clock tick in /proc, on every machine that Node.js runs on. */
const TICKS_PER_SECOND = 100;
const IDLE_FOR_MS = 300;

/** CPU time that a process and those that it started have used so far, in milliseconds. */
export async function readCpuTime(pid: number): Promise<number> {
	const stats = await readTree(pid);
	const ticks = stats.reduce((sum, { user, system }) => sum + user + system, 0);
	return (ticks * 1000) / TICKS_PER_SECOND;
}

/** Waits until a process does nothing any more: n8n answers first and works afterwards. */
export async function waitUntilIdle(pid: number): Promise<void> {
	for (let before = -Infinity; ; ) {
		const now = await readCpuTime(pid);
		if (now - before <= IDLE_FOR_MS / 15) return;
		before = now;
		await sleep(IDLE_FOR_MS);
	}
}

/** Forgets the peak so far: what `readPeakMemory` gives counts from here on. */
export async function resetPeakMemory(pid: number): Promise<void> {
	for (const { pid: each } of await readTree(pid)) await writeFile(`/proc/${each}/clear_refs`, '5');
}

/** The most memory that was resident at a time, in megabytes, of a process and those it started. */
export async function readPeakMemory(pid: number): Promise<number> {
	let kilobytes = 0;
	for (const { pid: each } of await readTree(pid)) {
		const status = await readFile(`/proc/${each}/status`, 'utf8');
		kilobytes += Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
	}
	return kilobytes / 1024;
}

interface ProcessStat {
	readonly pid: number;
	readonly parent: number;
	/** In clock ticks. */
	readonly user: number;
	readonly system: number;
}

async function readTree(root: number): Promise<ProcessStat[]> {
	const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	const stats = (await Promise.all(names.map(readStat))).filter((stat) => stat !== undefined);
	const tree = stats.filter(({ pid }) => pid === root);
	// Grows while it is walked, until the youngest have no children.
	for (const { pid } of tree) tree.push(...stats.filter(({ parent }) => parent === pid));
	return tree;
}

async function readStat(name: string): Promise<ProcessStat | undefined> {
	const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
	// The name of the program, in parentheses, may hold anything: what follows is numbers (proc(5)).
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	if (fields.length < 13) return undefined;
	const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
	return { pid: Number(name), parent: Number(parent), user: Number(user), system: Number(system) };
}
