const { isMainThread } = require('node:worker_threads');

// Preloaded into n8n, so that n8n ends with the process that started it. n8n's standard input is a pipe
// from that process, which closes when the process ends for any reason. A signal that n8n handles
// wouldn't work: n8n would wait to write its last lines to pipes without a reader. The threads that n8n
// starts preload this file too, but they don't have that pipe.
if (isMainThread) {
	const stop = () => process.kill(process.pid, 'SIGKILL');
	process.stdin.on('end', stop).on('error', stop).resume().unref();
}
