/** Lets jest import an HTML file as text, as the bundle does. */
exports.process = (html) => ({ code: `module.exports = ${JSON.stringify(html)};` });
