const { TestEnvironment } = require('jest-environment-node');

/** Leaves the rest of a file out once a test has failed: a mutant needs to be killed only once. */
module.exports = class BailingEnvironment extends TestEnvironment {
	handleTestEvent(event) {
		if (event.name === 'test_fn_failure') this.hasFailed = true;
		if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
	}
};
