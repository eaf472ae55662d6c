const { isMainThread } = require('node:worker_threads');

// Preloaded into n8n, whose standard input is a pipe from the process that started it: the pipe ends
// with that process however it dies, and n8n ends with it. Not by the signal that n8n takes its time
// for: it would wait to write its last lines to pipes that nobody reads any more. The threads and
// processes that n8n starts preload this too, and have nothing to do with that pipe.
if (isMainThread && String(process.ppid) === process.env.DIE_WITH_PARENT) {
	const stop = () => process.kill(process.pid, 'SIGKILL');
	process.stdin.on('end', stop).on('error', stop).resume().unref();
}
