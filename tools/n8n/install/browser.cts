import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, selectors, type Browser } from 'playwright-core';
import { say } from '../../common/progress.cts';

/** The usual paths of Chromium, Chrome and Edge, by Node.js platform. */
const USUAL_PATHS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
	linux: [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/usr/bin/google-chrome-stable',
		'/usr/bin/microsoft-edge',
		'/snap/bin/chromium',
	],
	darwin: [
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
	],
	win32: [
		process.env.PROGRAMFILES,
		process.env['PROGRAMFILES(X86)'],
		process.env.LOCALAPPDATA,
	].flatMap((folder = 'C:\\Program Files') => [
		path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
		path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
	]),
};

/** Starts a headless browser that recognizes the test IDs in n8n's editor. */
export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: await installBrowser(),
		// The caller handles signals, because it has more to clean up.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		args: [
			'--disable-gpu',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
		],
	});
}

/**
 * Returns the path of Chromium, Chrome or Edge. If none is installed, Chromium is downloaded.
 *
 * @throws Error with instructions if the download fails
 */
export async function installBrowser(): Promise<string> {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH) {
		if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
		throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, but there is no such file.`);
	}
	const downloaded = chromium.executablePath();
	const candidates = [...(USUAL_PATHS[process.platform] ?? []), downloaded];
	const found = candidates.find((candidate) => existsSync(candidate));
	if (found !== undefined) return found;

	say('Downloading Chromium, because this machine has no Chromium, Chrome or Edge …');
	const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
	const child = spawn(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
	await once(child, 'exit');
	if (existsSync(downloaded)) return downloaded;
	const advice =
		process.platform === 'linux'
			? 'Install Chromium (in Debian and Ubuntu, run "sudo apt-get install chromium")'
			: 'Install Chrome';
	throw new Error(
		`Chromium could not be downloaded. ${advice}. If your browser is in an unusual place, set the environment variable CHROMIUM_PATH to its path.`,
	);
}
