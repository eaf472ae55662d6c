const { TestEnvironment } = require('jest-environment-node');

/** Skips the remaining tests in a file after the first failure, because one failure is enough to kill a mutant. */
module.exports = class BailingEnvironment extends TestEnvironment {
	handleTestEvent(event) {
		if (event.name === 'test_fn_failure') this.hasFailed = true;
		if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
	}
};
