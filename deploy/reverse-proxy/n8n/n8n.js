// Hands each application over to n8n, and holds it while n8n is away. Needs njs 0.8.1 or later.

/** How many seconds an application waits for n8n. After that, its sender is told to repeat it. */
const LONGEST_WAIT = 300;

/** How many applications can wait at a time, and how many bytes they can have together. */
const MOST_WAITING = 2000;
const MOST_WAITING_BYTES = 4 * 1024 * 1024 * 1024;

/** How many seconds n8n must have been ready before an answer counts that n8n also gives while it starts. */
const SETTLED_AFTER = 5;

/** How often n8n may break off one application. The limit matters if the application itself is the cause. */
const MOST_BREAKS = 3;

/** How many applications n8n gets at a time, and how many bytes. With many more, n8n fails some of them. */
const MOST_UNDERWAY = 100;
const MOST_UNDERWAY_BYTES = 100 * 1024 * 1024;

/** How often nginx asks whether n8n is ready, in milliseconds, however many applications wait. */
const ASK_EVERY_MS = 500;

/** How often nginx checks whether an application can go on, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** The text of n8n's answer 200 while it starts. n8n doesn't accept the application. */
const STARTING = 'n8n is starting up. Please wait';

/** The text of n8n's answer 500 if a workflow failed with "When Last Node Finishes". */
const WORKFLOW_FAILED = '{"message":"Error in workflow"}';

/** The headers of a single connection (RFC 9110, section 7.6.1), and those that nginx writes itself. */
const CONNECTION_HEADERS =
	/^(connection|content-length|date|keep-alive|server|transfer-encoding)$/i;

/** Shared by the processes of nginx: whether n8n is ready, and the sizes of the applications waiting and underway. */
const n8n = ngx.shared.n8n;
const waiting = ngx.shared.waiting;
const underway = ngx.shared.underway;

/** Answers a request to the trigger's URL. */
async function deliver(r) {
	const isTest = /^\/webhook-test\//i.test(r.uri);
	// nginx creates a new id each time that the variable is read.
	const id = r.variables.request_id;
	// A person waits for the answer to a test, and sees n8n's answer as it is.
	const answer = isTest ? await handOver(r) : await handOverUntilTaken(r, id);
	// After the answer, no more of this function runs.
	waiting.delete(id);
	underway.delete(id);
	if (answer === undefined) refuse(r);
	else pass(r, answer);
}

/** Returns n8n's answer, or undefined if there is none to pass on. */
async function handOverUntilTaken(r, id) {
	const deadline = Date.now() + LONGEST_WAIT * 1000;
	const bytes = Number(r.variables.request_length);
	const doubts = { 404: 0, 500: 0, broken: 0 };
	let readySeconds = 0;

	for (;;) {
		const isNext = await waitForN8n(r, id, bytes, readySeconds, deadline);
		if (!isNext) return undefined;
		const answer = await handOver(r);
		underway.delete(id);
		const problem = findProblem(answer, doubts);
		if (problem === undefined) return answer;

		if (problem.doubt !== undefined) doubts[problem.doubt] += 1;
		if (doubts.broken === MOST_BREAKS) return undefined;
		if (problem.isAway) noteAway();
		readySeconds = problem.readySeconds;
	}
}

/**
 * Returns why an answer is not passed on, or undefined if it is. The reason is that n8n has not accepted the
 * application, or that this is in doubt. The trigger recognizes a copy of an application that it has accepted.
 *
 * @param doubts how often each doubt has occurred with this application
 */
function findProblem(answer, doubts) {
	const text = answer.responseText || '';
	switch (answer.status) {
		case 200:
			return text === STARTING ? { isAway: true, readySeconds: 0 } : undefined;
		case 404:
			// While n8n starts, it doesn't know its URLs. After a second 404, the URL is wrong.
			if (doubts[404] > 0) return undefined;
			return { doubt: 404, readySeconds: SETTLED_AFTER };
		case 500:
			// n8n answers 500 for a while when it stops or loses its database. It also does so when the
			// trigger's credential is not sound, and that lasts.
			if (doubts[500] > 0 || text === WORKFLOW_FAILED) return undefined;
			return { doubt: 500, readySeconds: SETTLED_AFTER };
		case 502:
		case 504: {
			const isReached = /[1-9]/.test(answer.variables.upstream_bytes_sent);
			if (!isReached) return { isAway: true, readySeconds: 0 };
			// Meanwhile, an execution that runs on without its webhook process can end.
			return { isAway: true, doubt: 'broken', readySeconds: SETTLED_AFTER };
		}
		case 503: {
			const retryAfter = Number(answer.headersOut['Retry-After']);
			if (!retryAfter) return { isAway: true, readySeconds: 0 };
			// The trigger is processing a copy. If nginx has sent that copy, nginx waits for its result.
			const isOwnCopy = doubts[404] + doubts[500] + doubts.broken > 0;
			return isOwnCopy ? { readySeconds: retryAfter } : undefined;
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

/**
 * Waits until n8n can get an application, and marks the application as underway.
 *
 * @param readySeconds how long n8n has to be ready from now on
 * @returns whether the application can be handed over
 */
async function waitForN8n(r, id, bytes, readySeconds, deadline) {
	const earliest = Date.now() + readySeconds * 1000;
	let isFirstLook = true;
	while (Date.now() < deadline) {
		if (!isFirstLook || readySeconds > 0 || n8n.has('away')) await askWhetherReady(r);
		const isReady =
			Date.now() >= earliest && Date.now() >= (n8n.get('readySince') || 0) + readySeconds * 1000;
		if (
			isReady &&
			!n8n.has('away') &&
			add(underway, id, bytes, MOST_UNDERWAY, MOST_UNDERWAY_BYTES)
		) {
			return true;
		}
		if (isFirstLook && !add(waiting, id, bytes, MOST_WAITING, MOST_WAITING_BYTES)) return false;
		isFirstLook = false;
		await sleep(LOOK_EVERY_MS);
	}
	return false;
}

/** Adds an application to those that wait or are underway, and returns whether there was room. */
function add(applications, id, bytes, most, mostBytes) {
	const others = applications.items(most).filter((item) => item[0] !== id);
	const total = others.reduce((sum, item) => sum + item[1], bytes);
	// An application over the limit is let in if it is the only one.
	if (others.length >= most || (others.length > 0 && total > mostBytes)) return false;
	applications.set(id, bytes);
	return true;
}

/** Asks n8n whether it is ready, unless nginx has just asked for another application. */
async function askWhetherReady(r) {
	if (Date.now() < (n8n.get('nextAsk') || 0)) return;
	n8n.set('nextAsk', Date.now() + ASK_EVERY_MS);
	const answer = await r.subrequest('/n8n-readiness', { method: 'GET' });
	if (answer.status !== 200) {
		noteAway();
		return;
	}
	n8n.delete('away');
	n8n.add('readySince', Date.now());
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
