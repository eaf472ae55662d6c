import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, selectors, type Browser } from 'playwright-core';
import { run } from '../../common/command.cts';
import { withProgress } from '../../common/progress.cts';

/** Starts a headless browser that recognizes the test IDs in n8n's editor. */
export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: await installBrowser(),
		// The caller handles signals, because it has more to clean up.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
		args: ['--disable-gpu'],
	});
}

/** Returns the path of Chromium or Chrome. If neither is in its usual place on Linux, Chromium is downloaded. */
export async function installBrowser(): Promise<string> {
	const downloaded = chromium.executablePath();
	const candidates = ['/usr/bin/chromium', '/usr/bin/google-chrome', downloaded];
	const found = [process.env.CHROMIUM_PATH ?? '', ...candidates].find((file) => existsSync(file));
	if (found !== undefined) return found;
	const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
	await withProgress(
		'Downloading Chromium. If a browser is installed, set CHROMIUM_PATH to its path instead',
		async () => await run(process.execPath, [cli, 'install', 'chromium']),
	);
	return downloaded;
}
