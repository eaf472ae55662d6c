// Hands each application over to n8n, and keeps it while n8n is away. Needs njs 0.8.5 or later.

/** How many seconds an application waits for n8n. After that, its sender is told to repeat it. */
const LONGEST_WAIT = 300;

/** How many applications wait at a time, and how many bytes they have together. */
const MOST_WAITING = 2000;
const MOST_WAITING_BYTES = 4 * 1024 * 1024 * 1024;

/** How many seconds n8n is ready before an answer that its start can explain is believed. */
const SETTLED_AFTER = 5;

/** How often n8n may break off one application. If the application itself is the cause, this ends it. */
const MOST_BREAKS = 3;

/** How fast n8n gets what has waited. All at once could be more than its memory holds. */
const WAITED_PER_SECOND = 20;
const WAITED_BYTES_PER_SECOND = 20 * 1024 * 1024;

/** How often nginx asks whether n8n is ready, in milliseconds, whatever number of applications waits. */
const ASK_EVERY_MS = 500;
const LOOK_EVERY_MS = 100;

/** n8n answers this with 200 while it starts, and does not take the application. */
const STARTING = 'n8n is starting up. Please wait';

/** n8n answers this with 500 if a workflow failed with "When Last Node Finishes". */
const WORKFLOW_FAILED = '{"message":"Error in workflow"}';

/** Headers of a single connection (RFC 9110, section 7.6.1), and those that nginx writes itself. */
const CONNECTION_HEADERS =
	/^(connection|content-length|date|keep-alive|server|transfer-encoding)$/i;

/** What all processes of nginx know: how n8n is, and the size of each application that waits. */
const n8n = ngx.shared.n8n;
const waiting = ngx.shared.waiting;

/** Answers a request to the trigger's URL. */
async function deliver(r) {
	const isTest = /^\/webhook-test\//i.test(r.uri);
	// nginx makes another id each time that it is asked for one.
	const id = r.variables.request_id;
	// A person waits for the answer to a test, and sees for themselves what n8n says.
	const answer = isTest ? await handOver(r) : await handOverUntilTaken(r, id);
	// Nothing runs after the answer.
	waiting.delete(id);
	if (answer === undefined) refuse(r);
	else pass(r, answer);
}

/** Returns n8n's answer, if there is one to pass on. */
async function handOverUntilTaken(r, id) {
	const deadline = Date.now() + LONGEST_WAIT * 1000;
	const bytes = Number(r.variables.request_length);
	let breaks = 0;
	let isRepeated = false;
	let hasToWait = n8n.has('away');
	let settleSeconds = 0;

	for (;;) {
		if (hasToWait) {
			const isReady = enter(id, bytes) && (await waitUntilReady(r, settleSeconds, deadline));
			if (!isReady) return undefined;
			await takeTurn(bytes);
		}
		const answer = await handOver(r);
		const problem = findProblem(answer, isRepeated);
		if (problem === undefined) return answer;

		if (problem.isBreak) breaks += 1;
		if (breaks === MOST_BREAKS) return undefined;
		if (problem.isAway) noteAway();
		if (problem.mayBeTaken) isRepeated = true;
		hasToWait = true;
		settleSeconds = problem.settleSeconds;
	}
}

/**
 * Returns why an answer is not passed on, if it is not: n8n has not taken the application, or it is unknown
 * whether it has. The trigger recognizes a copy of what it has accepted.
 */
function findProblem(answer, isRepeated) {
	const text = answer.responseText || '';
	switch (answer.status) {
		case 200:
			if (text !== STARTING) return undefined;
			return { isAway: true, settleSeconds: 0 };
		case 404:
			// Once: the URL can be wrong.
			if (isRepeated) return undefined;
			return { mayBeTaken: true, settleSeconds: SETTLED_AFTER };
		case 500:
			// n8n answers 500 while it stops or loses its database, and also if the trigger's credential is not
			// sound. Once: the first passes, the second does not.
			if (isRepeated || text === WORKFLOW_FAILED) return undefined;
			return { mayBeTaken: true, settleSeconds: SETTLED_AFTER };
		case 502:
		case 504:
			// n8n was reached and then broke off, or it was not reached at all.
			if (/[1-9]/.test(answer.variables.upstream_bytes_sent)) {
				return { isAway: true, isBreak: true, mayBeTaken: true, settleSeconds: 0 };
			}
			return { isAway: true, settleSeconds: 0 };
		case 503: {
			// The trigger says when to come again: a copy is being processed. If that copy is nginx's own, nginx
			// waits for what becomes of it.
			const retryAfter = Number(answer.headersOut['Retry-After']);
			if (!retryAfter) return { isAway: true, settleSeconds: 0 };
			return isRepeated ? { settleSeconds: retryAfter } : undefined;
		}
	}
	return undefined;
}

async function handOver(r) {
	return await r.subrequest('/n8n-hand-over', { method: r.method });
}

function noteAway() {
	n8n.set('away', 1);
	n8n.delete('readySince');
}

/** Notes an application that waits, and returns whether there is room for it. */
function enter(id, bytes) {
	if (waiting.has(id)) return true;
	const total = waiting.items(MOST_WAITING).reduce((sum, item) => sum + item[1], bytes);
	if (waiting.size() >= MOST_WAITING || total > MOST_WAITING_BYTES) return false;
	waiting.set(id, bytes);
	return true;
}

/** Waits until n8n has been ready for some seconds from now on, and returns whether it is. */
async function waitUntilReady(r, settleSeconds, deadline) {
	const earliest = settleSeconds > 0 ? Date.now() : 0;
	while (Date.now() < deadline) {
		await askWhetherReady(r);
		const readySince = n8n.get('readySince');
		if (readySince !== undefined) {
			const settledAt = Math.max(readySince, earliest) + settleSeconds * 1000;
			if (Date.now() >= settledAt) return true;
		}
		await sleep(LOOK_EVERY_MS);
	}
	return false;
}

/** Asks n8n, unless another application has just done so. */
async function askWhetherReady(r) {
	if (!n8n.add('asked', 1, ASK_EVERY_MS)) return;
	const answer = await r.subrequest('/n8n-readiness', { method: 'GET' });
	if (answer.status !== 200) {
		noteAway();
		return;
	}
	n8n.delete('away');
	n8n.add('readySince', Date.now());
}

/** Has those that waited follow each other. */
async function takeTurn(bytes) {
	const pause = 1000 / WAITED_PER_SECOND + (1000 * bytes) / WAITED_BYTES_PER_SECOND;
	const now = Date.now();
	const turn = Math.max(n8n.get('nextTurn') || 0, now);
	n8n.set('nextTurn', turn + pause);
	await sleep(turn - now);
}

async function sleep(milliseconds) {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function pass(r, answer) {
	for (const name in answer.headersOut) {
		if (!CONNECTION_HEADERS.test(name)) r.headersOut[name] = answer.headersOut[name];
	}
	r.return(answer.status, answer.responseBuffer);
}

function refuse(r) {
	r.headersOut['Retry-After'] = '60';
	r.headersOut['Content-Type'] = 'application/problem+json';
	const detail = 'n8n is away, or too many applications wait for it. Send this one again later.';
	r.return(
		503,
		JSON.stringify({ type: 'about:blank', title: 'Service Unavailable', status: 503, detail }),
	);
}

export default { deliver };
