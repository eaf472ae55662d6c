const { execFile } = require('node:child_process');

/** Checks the types while jest watches, because `npm run test:quick` isn't running then. */
module.exports = class TypeReporter {
	constructor({ watch, watchAll }) {
		this.isWatching = watch || watchAll;
	}

	onRunStart() {
		if (!this.isWatching) return;
		const cache = ['--incremental', '--tsBuildInfoFile', 'node_modules/.cache/tsc.tsbuildinfo'];
		this.errors = new Promise((resolve) => {
			execFile('tsc', [...cache, '--pretty'], (_error, stdout) => resolve(stdout));
		});
	}

	async onRunComplete() {
		const errors = await this.errors;
		if (errors) console.error(errors);
	}
};
