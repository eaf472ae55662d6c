// Hands applications over to n8n, and holds them while n8n is down. Requires njs 0.8.1 or later, but not 0.9.5
// through 0.9.9, because a sender that disconnects can crash nginx with those versions.

import fs from 'fs';

/** How many seconds an application can wait for n8n. After that, nginx tells the sender to send it again later. */
const LONGEST_WAIT = 300;

/**
 * How many seconds, at most, nginx holds new applications while n8n finishes those that it has, and again after nginx
 * has told the administrator to stop n8n.
 */
const LONGEST_HOLD = 60;

/**
 * The number of failed connections in a row after which nginx considers n8n stopped and ends the hold. After a single
 * failure, or while n8n answers that it isn't ready, n8n might still be running.
 */
const STOPPED_AFTER_FAILURES = 2;

/**
 * How many seconds n8n must have been ready before nginx hands an application over again after a 404, a 500, or a
 * broken connection.
 */
const SETTLED_AFTER = 5;

/** After this many broken connections, nginx refuses an application, because it might be the cause. */
const MOST_BREAKS = 3;

/** How many applications and bytes nginx hands over at a time. If n8n got many more, it would answer some with 500. */
const MOST_UNDERWAY = 100;
const MOST_UNDERWAY_BYTES = 100 * 1024 * 1024;

/** The share of these limits that strangers can use, so that known senders don't have to wait behind them. */
const SHARE_OF_STRANGERS = 2 / 3;

/**
 * How many applications n8n gets at a time right after it starts, and how many more each second. Both are low, because
 * if n8n stops again, nginx hands over everything again that n8n hasn't answered, even if n8n has processed it.
 */
const UNDERWAY_AT_START = 10;
const MORE_EACH_SECOND = 5;

/** How often, at most, nginx checks whether one of its processes was killed, in milliseconds. */
const CHECK_PROCESSES_EVERY_MS = 10_000;

/** How often, at most, nginx asks whether n8n is ready, in milliseconds, however many applications are waiting. */
const ASK_EVERY_MS = 500;

/**
 * How often nginx checks whether it can hand an application over, in milliseconds: often at first, and then less and
 * less often, because each check uses memory until the application is answered.
 */
const FIRST_LOOK_MS = 200;
const LAST_LOOK_MS = 3000;

/** The text of the 200 response that n8n returns while it is starting. n8n doesn't accept the application. */
const STARTING = 'n8n is starting up. Please wait';

/** The text of the 500 response that n8n returns if a workflow fails with "When Last Node Finishes". */
const WORKFLOW_FAILED = '{"message":"Error in workflow"}';

/**
 * The response headers that this script drops: three for a single connection (RFC 9110, section 7.6.1), three that nginx
 * writes itself, and ETag, with which a sender could make its next request conditional.
 */
const DROPPED_HEADERS =
	/^(connection|content-length|date|etag|keep-alive|server|transfer-encoding)$/i;

/** Shared by nginx's processes: what they know about n8n, and the sizes of the applications that are underway. */
const n8n = ngx.shared.n8n;
const underway = ngx.shared.underway;

async function deliver(r) {
	const isTest = /^\/webhook-test\//i.test(r.uri);
	// nginx creates a new request ID each time this variable is read, so it is read only once.
	const id = `${process.pid} ${r.variables.request_id}`;
	// A person is waiting for the response to a test, so nginx passes on n8n's first response.
	const answer = isTest ? await handOver(r) : await handOverUntilTaken(r, id);
	if (answer === undefined) refuse(r);
	else pass(r, answer);
}

/** Returns n8n's response, or undefined if there is no response to pass on. */
async function handOverUntilTaken(r, id) {
	const deadline = Date.now() + LONGEST_WAIT * 1000;
	const bytes = Number(r.variables.request_length);
	const doubts = { 404: 0, 500: 0, 503: 0, broken: 0 };
	let readySeconds = 0;

	for (;;) {
		const isNext = await waitForN8n(r, id, bytes, readySeconds, deadline);
		if (!isNext) return undefined;
		const answer = await handOver(r).finally(() => remove(id));
		const problem = findProblem(answer, doubts);
		if (problem === undefined) return answer;

		if (problem.doubt !== undefined) doubts[problem.doubt] += 1;
		if (doubts.broken === MOST_BREAKS) return undefined;
		if (problem.isAway) noteAway();
		readySeconds = problem.readySeconds;
	}
}

/**
 * Returns the reason why nginx doesn't pass on a response, or undefined if nginx passes it on. The reason is always
 * that n8n hasn't accepted the application, or might not have. If n8n has accepted it, the trigger usually recognizes
 * the copy that nginx sends next, unless 'Skip Re-Deliveries' is off.
 *
 * @param doubts how often each kind of doubt has occurred with this application
 */
function findProblem(answer, doubts) {
	const text = answer.responseText || '';
	switch (answer.status) {
		case 200:
			return text === STARTING ? { isAway: true, readySeconds: 0 } : undefined;
		case 404:
			// While n8n is starting, it doesn't know its URLs. If it returns 404 twice, it probably has no such URL.
			if (doubts[404] > 0) return undefined;
			return { doubt: 404, readySeconds: SETTLED_AFTER };
		case 500:
			// n8n returns 500 temporarily when it shuts down or loses its database, and repeatedly if, for example, the
			// trigger's settings are invalid.
			if (doubts[500] > 0 || text === WORKFLOW_FAILED) return undefined;
			return { doubt: 500, readySeconds: SETTLED_AFTER };
		case 502:
		case 504: {
			if (!isReached(answer)) return { isAway: true, readySeconds: 0 };
			// n8n might be down, or the request itself might be the cause. During the wait, an execution whose webhook
			// process was killed can finish.
			return { doubt: 'broken', readySeconds: SETTLED_AFTER };
		}
		case 503: {
			const retryAfter = Number(answer.headersOut['Retry-After']);
			if (!retryAfter) return { isAway: true, readySeconds: 0 };
			// The trigger is processing a copy, or can't accept deliveries, for example, because its credential is invalid.
			// If nginx sent that copy, nginx waits for the result.
			const isOwnCopy = doubts[404] + doubts[500] + doubts.broken > 0;
			if (doubts[503] > 0 && !isOwnCopy) return undefined;
			return { doubt: 503, readySeconds: retryAfter };
		}
	}
	return undefined;
}

async function handOver(r) {
	return await r.subrequest('/n8n-hand-over', { method: r.method });
}

/** Whether nginx was able to connect to n8n. */
function isReached(answer) {
	return /[1-9]/.test(answer.variables.upstream_bytes_sent);
}

function noteAway() {
	n8n.set('away', 1);
	n8n.delete('readySince');
}

/** Responds to an administrator who is about to stop n8n, once n8n has answered all applications or the hold ends. */
async function hold(r) {
	n8n.set('heldSince', Date.now());
	n8n.delete('failedConnections');
	while (underway.size() > 0 && isHeld()) {
		removeLost();
		await sleep(FIRST_LOOK_MS);
	}
	if (underway.size() > 0) {
		r.return(503, "n8n hasn't answered all applications yet, so don't stop it. Try again later.\n");
		return;
	}
	n8n.set('heldSince', Date.now());
	r.return(
		200,
		`Stop n8n within ${LONGEST_HOLD} seconds. While it is down, each application waits in nginx for up to ${LONGEST_WAIT} seconds.\n`,
	);
}

function isHeld() {
	return countMsSince('heldSince') < LONGEST_HOLD * 1000;
}

/**
 * Waits until nginx can hand an application over, and marks the application as underway.
 *
 * @param readySeconds how many seconds n8n has to be ready from now on
 * @returns whether the application can be handed over
 */
async function waitForN8n(r, id, bytes, readySeconds, deadline) {
	const earliest = Date.now() + readySeconds * 1000;
	let pause = FIRST_LOOK_MS;
	let isFirstLook = true;
	while (Date.now() < deadline) {
		const isInDoubt = !isFirstLook || readySeconds > 0 || n8n.has('away');
		if (isInDoubt && isTimeToAsk()) await askWhetherReady(r);
		const isReady = Date.now() >= earliest && countReadySeconds() >= readySeconds;
		const share = r.variables.n8n_group === 'known' ? 1 : SHARE_OF_STRANGERS;
		if (isReady && !isHeld() && !n8n.has('away') && add(id, bytes, share)) return true;
		isFirstLook = false;
		await sleep(pause);
		pause = Math.min(pause * 1.5, LAST_LOOK_MS);
	}
	return false;
}

/** Returns how many applications n8n can have at a time now. */
function limitUnderway() {
	const more = Math.floor(MORE_EACH_SECOND * countReadySeconds());
	return Math.min(MOST_UNDERWAY, UNDERWAY_AT_START + more);
}

/** Returns how long nginx has known that n8n is ready, or a very long time if nginx doesn't know that. */
function countReadySeconds() {
	return countMsSince('readySince') / 1000;
}

/** Returns how long ago an event was. The result is large if it never happened or the clock has been set back by far. */
function countMsSince(event) {
	return Math.abs(Date.now() - (n8n.get(event) || 0));
}

/** Adds an application to those that are underway, and returns whether there was room for it in the sender's share. */
function add(id, bytes, share) {
	// An application that exceeds the limit for bytes is accepted if it is the only one.
	const count = underway.size();
	const isFull = count > 0 && n8n.get('underwayBytes') + bytes > MOST_UNDERWAY_BYTES * share;
	if (isFull || count >= limitUnderway() * share) {
		removeLost();
		return false;
	}
	underway.set(id, bytes);
	n8n.incr('underwayBytes', bytes, 0);
	return true;
}

function remove(id) {
	// In njs 0.8.9, pop() returns nothing if the zone has a timeout.
	const bytes = underway.get(id);
	if (bytes !== undefined && underway.delete(id)) n8n.incr('underwayBytes', -bytes, 0);
}

/** Removes the applications that an nginx process had when it was killed. An id begins with the ID of its process. */
function removeLost() {
	if (countMsSince('lastCheck') < CHECK_PROCESSES_EVERY_MS) return;
	n8n.set('lastCheck', Date.now());
	underway
		.keys(underway.size())
		.filter((id) => !isRunning(id.split(' ')[0]))
		.forEach(remove);
}

function isRunning(pid) {
	try {
		fs.accessSync(`/proc/${pid}`);
		return true;
	} catch (error) {
		return false;
	}
}

/** Whether enough time has passed since nginx last asked n8n, possibly for another application. */
function isTimeToAsk() {
	return countMsSince('lastAsk') >= ASK_EVERY_MS;
}

async function askWhetherReady(r) {
	n8n.set('lastAsk', Date.now());
	const answer = await r.subrequest('/n8n-readiness', { method: 'GET' });
	if (isReached(answer)) n8n.delete('failedConnections');
	else if (n8n.incr('failedConnections', 1, 0) >= STOPPED_AFTER_FAILURES) n8n.delete('heldSince');
	if (answer.status !== 200) {
		noteAway();
		return;
	}
	n8n.delete('away');
	n8n.add('readySince', Date.now());
}

/** Isn't async, because njs keeps 4 KB for each call of an async function until the application is answered. */
function sleep(milliseconds) {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function pass(r, answer) {
	for (const name in answer.headersOut) {
		if (!DROPPED_HEADERS.test(name)) r.headersOut[name] = answer.headersOut[name];
	}
	r.return(answer.status, answer.responseBuffer);
}

function refuse(r) {
	r.headersOut['Retry-After'] = '60';
	r.headersOut['Content-Type'] = 'application/problem+json';
	const detail = "n8n isn't accepting this application. Send it again later.";
	r.return(
		503,
		JSON.stringify({ type: 'about:blank', title: 'Service Unavailable', status: 503, detail }),
	);
}

export default { deliver, hold };
