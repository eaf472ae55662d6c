import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { registerCleanUp } from './cleanUp.cts';
import { waitUntil } from './waitUntil.cts';

interface Program {
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** A file to which the output is also written, so that other processes can read it. */
	readonly logFile?: string | undefined;
	/** @param log the output since the last start */
	readonly isReady: (log: string) => Promise<boolean> | boolean;
}

/** As for n8n in the compose files, because n8n takes up to 30 seconds to finish its work. */
const STOPPED_WITHIN_MS = 40_000;
const RESTARTED_AFTER_MS = 500;

/** A program that runs until it is stopped, at the latest by a cleanup, and that can be restarted. */
export class ServerProcess {
	readonly stop = registerCleanUp(async () => await this.end('SIGTERM'));
	private child: ChildProcess | undefined;
	private output = '';
	/** The position in the output at which the latest run began. */
	private lastRun = 0;
	private isWatched = false;

	constructor(private readonly program: Program) {}

	get pid(): number {
		return this.child?.pid ?? 0;
	}

	log(): string {
		return this.output;
	}

	async start(): Promise<void> {
		this.spawn();
		await this.waitUntilUp();
	}

	/** From now on, restarts the program whenever it exits or is killed, until `end` is called. */
	keepRunning(): void {
		this.isWatched = true;
	}

	/** Waits until the program is ready. After `keepRunning`, a program that has exited is restarted first. */
	async waitUntilUp(): Promise<void> {
		const { name, isReady } = this.program;
		const log = () => this.output.slice(this.lastRun);
		const check = async () => {
			if (!this.hasEnded()) return await isReady(log());
			if (!this.isWatched) throw new Error('it has exited');
			return false;
		};
		await waitUntil('it to be ready', check, { seconds: 300 }).catch((error: Error) => {
			throw new Error(`${name}: ${error.message}\n${log()}`);
		});
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

	private spawn(): void {
		const { command, args, cwd, env, logFile } = this.program;
		const child = spawn(command, args, { cwd, env });
		this.child = child;
		this.lastRun = this.output.length;
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				this.output += text;
				if (logFile !== undefined) appendFileSync(logFile, text);
			});
		}
		child.on('error', ({ message }) => (this.output += `${message}\n`));
		child.on('exit', () => {
			const restart = () => this.isWatched && this.child === child && this.spawn();
			setTimeout(restart, RESTARTED_AFTER_MS).unref();
		});
	}

	private hasEnded(): boolean {
		// A program that couldn't be started has no ID.
		return !this.child?.pid || this.child.exitCode !== null || this.child.signalCode !== null;
	}
}
