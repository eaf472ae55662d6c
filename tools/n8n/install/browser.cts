import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { run } from '../../common/command.cts';

/** Returns the path of an installed Chromium or Chrome. If none is found, Chromium is downloaded. */
export async function installBrowser(): Promise<string> {
	const downloaded = chromium.executablePath();
	const candidates = ['/usr/bin/chromium', '/usr/bin/google-chrome', downloaded];
	const found = [process.env.CHROMIUM_PATH ?? '', ...candidates].find((file) => existsSync(file));
	if (found !== undefined) return found;
	const cli = path.join(path.dirname(require.resolve('playwright-core/package.json')), 'cli.js');
	process.stderr.write(
		'Downloading Chromium. If a browser is installed, set CHROMIUM_PATH to its path instead …\n',
	);
	await run(process.execPath, [cli, 'install', 'chromium']);
	return downloaded;
}
