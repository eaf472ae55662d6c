/** Generates the validator before each run of the unit tests. While jest watches, a change to the schema starts a run. */
module.exports = require('../../gulpfile.js').generate;
