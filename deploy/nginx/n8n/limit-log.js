// Limits how many requests nginx logs, because strangers could otherwise fill the disk.

/** How many requests from strangers nginx logs in a minute, for each stranger and in total. */
const MOST_OF_SENDER = 200;
const MOST_IN_TOTAL = 1000;

/** Shared by nginx's processes: the counters of each minute. */
const logged = ngx.shared.logged;

/** Returns '1' if nginx logs a request, or else ''. nginx logs all requests from known senders. */
function isLogged(r) {
	if (r.variables.n8n_group === 'known') return '1';
	const minute = Math.floor(Date.now() / 60_000);
	const sender = r.rawVariables.n8n_sender.toString('hex');
	const isWithinLimits =
		logged.incr(`${minute} ${sender}`, 1, 0) <= MOST_OF_SENDER &&
		logged.incr(`${minute}`, 1, 0) <= MOST_IN_TOTAL;
	return isWithinLimits ? '1' : '';
}

export default { isLogged };
