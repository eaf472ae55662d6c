import type { Expectation } from './faults.cts';

export interface Answer {
	/** Absent if there was no response. */
	readonly status: number | undefined;
	/** The body, or the reason why there is no response. */
	readonly text: string;
	readonly milliseconds: number;
	/** The sender's own address, if it's known. */
	readonly ownAddress?: string | undefined;
}

export function findDifference(expected: Expectation, answer: Answer): string | undefined {
	// With "Respond: When Last Node Finishes", the body is empty.
	if (answer.text === '' && answer.status === expected.status) return undefined;
	const [found, wanted] = [describeAnswer(answer), describe(expected)];
	return found === wanted ? undefined : `${found} instead of ${wanted}`;
}

/** Describes an expectation, such as `200 accepted with required /jobId`. */
export function describe({ status, outcome = '', issues }: Expectation): string {
	const list = issues.length > 0 ? `with ${issues.join(', ')}` : '';
	return [status, outcome, list].join(' ').replace(/ +/g, ' ').trim();
}

/** Describes a response in the same way, if it is from the trigger. */
export function describeAnswer({ status, text }: Answer): string {
	if (status === undefined) return `no answer (${text})`;
	try {
		const body = JSON.parse(text) as {
			readonly status?: unknown;
			readonly issues?: ReadonlyArray<{ readonly code: string; readonly path: string }>;
		};
		const issues = (body.issues ?? []).map(({ code, path }) => `${code} ${path}`);
		return describe({ status, issues, ...(status === 200 && { outcome: String(body.status) }) });
	} catch {
		return `${status} ${text.slice(0, 300)}`.trim();
	}
}
