import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
	/** What it is called when it fails. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** @param log what it has written since it was started */
	isReady(log: string): Promise<boolean> | boolean;
}

const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 15_000;
const RESTARTED_AFTER_MS = 500;

/** A program that serves until it is ended, and can be started again after that. */
export class ServerProcess {
	private child: ChildProcess | undefined;
	private readonly output: string[] = [];
	private isWatched = false;

	constructor(private readonly program: Program) {}

	/** Another one each time it is started. */
	get pid(): number {
		return this.child?.pid ?? 0;
	}

	/** All that it has written so far, whenever it was started. */
	log(): string {
		return this.output.join('');
	}

	/** Starts it, and waits until it is ready. */
	async start(): Promise<void> {
		const { child, readLog } = this.spawn();
		await this.waitUntilReady(child, readLog);
	}

	/** From now on starts it again whenever it ends by itself or is killed, as Docker and systemd do. */
	keepRunning(): void {
		this.isWatched = true;
		this.child?.once('exit', () => void this.startAgain());
	}

	/** Waits until it is ready, be it that it has to be started again. */
	async waitUntilUp(): Promise<void> {
		const deadline = Date.now() + READY_WITHIN_MS;
		while (this.hasEnded() || !(await this.program.isReady(this.latestLog()))) {
			if (Date.now() > deadline) throw this.fail('is not up again', this.log());
			await sleep(100);
		}
	}

	/** Takes it away without notice. */
	kill(): void {
		this.child?.kill('SIGKILL');
	}

	async end(signal: NodeJS.Signals): Promise<void> {
		this.isWatched = false;
		const { child } = this;
		if (!child || this.hasEnded()) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
		await ended;
		clearTimeout(timer);
	}

	private latestLog: () => string = () => '';

	private spawn() {
		const { command, args, cwd, env } = this.program;
		const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
		const linesBefore = this.output.length;
		const readLog = () => this.output.slice(linesBefore).join('');
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
		}
		child.on('error', (error) => this.output.push(`${error.message}\n`));
		this.child = child;
		this.latestLog = readLog;
		return { child, readLog };
	}

	private async startAgain(): Promise<void> {
		await sleep(RESTARTED_AFTER_MS);
		if (!this.isWatched) return;
		this.spawn();
		this.keepRunning();
	}

	private hasEnded(): boolean {
		return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
	}

	private async waitUntilReady(child: ChildProcess, readLog: () => string): Promise<void> {
		const deadline = Date.now() + READY_WITHIN_MS;
		while (Date.now() < deadline) {
			if (this.hasEnded()) throw this.fail(`ended with ${child.exitCode}`, readLog());
			if (await this.program.isReady(readLog())) return;
			await sleep(100);
		}
		throw this.fail(`was not ready within ${READY_WITHIN_MS / 1000} s`, readLog());
	}

	private fail(what: string, log: string): Error {
		return new Error(`${this.program.name} ${what}:\n${log}`);
	}
}

/** Whether a server answers at all, or with `ok` to a path. */
export async function answers(url: string): Promise<boolean> {
	return await fetch(url).then(
		({ ok }) => ok,
		() => false,
	);
}
