import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, selectors, type Browser } from 'playwright-core';

/** Where Chromium, Chrome and Edge are installed, for each platform that Node.js knows. */
const USUAL_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
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

/** Opens a browser without a window, in which test ids are those of n8n's editor. */
export async function launchBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: findExecutable(),
		// Whoever opens it has more to clean up.
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

function findExecutable(): string {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH) {
		if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
		throw new Error(`CHROMIUM_PATH says ${CHROMIUM_PATH}, and there is no such file.`);
	}
	// The last one is where `npx playwright-core install chromium` puts its own.
	const places = [...(USUAL_PLACES[process.platform] ?? []), chromium.executablePath()];
	const found = places.find((place) => existsSync(place));
	if (found !== undefined) return found;
	const install =
		process.platform === 'linux'
			? '"sudo apt-get install chromium" or "npx playwright-core install --with-deps chromium"'
			: '"npx playwright-core install chromium"';
	throw new Error(
		`There is no Chromium, Chrome or Edge to open n8n's editor with. ${install} brings one; one that is somewhere else is named by the environment variable CHROMIUM_PATH.`,
	);
}
