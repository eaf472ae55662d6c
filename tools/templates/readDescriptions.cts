import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Description } from './description.cts';

const FOLDER = path.join(__dirname, 'descriptions');

/** The descriptions of all templates, by the template's file: `toFolder.cts` describes `to-folder.json`. */
export const DESCRIPTIONS: Readonly<Record<string, Description>> = Object.fromEntries(
	readdirSync(FOLDER).map((file) => {
		const name = path
			.basename(file, '.cts')
			.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- With imports, each new description would need an entry.
		const { description } = require(path.join(FOLDER, file)) as { description: Description };
		return [`${name}.json`, description];
	}),
);
