import type { Expectation } from './faults.cts';

/** The response to a request. */
export interface Answer {
	/** Absent if there was no response. */
	readonly status: number | undefined;
	/** The body, or the reason why there is no response. */
	readonly text: string;
	readonly milliseconds: number;
}

/**
 * Returns the difference between a response and the expectation, or `undefined` if there is no
 * difference.
 *
 * @param rejects whether the trigger refuses applications with issues
 */
export function findDifference(
	{ status, outcome, issues }: Expectation,
	answer: Answer,
	rejects: boolean,
): string | undefined {
	const isRejected = rejects && outcome === 'accepted' && issues.length > 0;
	const expectedStatus = isRejected ? 422 : status;
	if (answer.status === undefined) return `no answer: ${answer.text}`;
	if (answer.status !== expectedStatus) {
		return `${answer.status} instead of ${expectedStatus}: ${shorten(answer.text)}`;
	}
	// With "Respond: When Last Node Finishes", the body is empty.
	if (answer.text === '') return undefined;

	const found = readAnswer(answer);
	if (!isRejected && outcome !== undefined && found.outcome !== outcome) {
		return `${found.outcome ?? 'another answer'} instead of ${outcome}: ${shorten(answer.text)}`;
	}
	if (found.issues.join() === issues.join()) return undefined;
	return `${list(found.issues)} instead of ${list(issues)}`;
}

/** Returns the status and the issues in the body, if the response is from the trigger. */
export function readAnswer({ text }: Answer): Pick<Expectation, 'issues'> & { outcome?: string } {
	try {
		const { status, issues } = JSON.parse(text) as {
			readonly status?: unknown;
			readonly issues?: ReadonlyArray<{ readonly code: string; readonly path: string }>;
		};
		return {
			...(typeof status === 'string' && { outcome: status }),
			issues: (issues ?? []).map(({ code, path }) => `${code} ${path}`),
		};
	} catch {
		return { issues: [] };
	}
}

function list(issues: readonly string[]): string {
	return issues.length === 0 ? 'no issue' : `the issues ${issues.join(', ')}`;
}

function shorten(text: string): string {
	return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
