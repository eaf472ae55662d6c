import { REFUSALS, type Answer } from '../../../nodes/CleverConnect/response/refusal';
import { readBlocks, readSections } from '../../../tools/docs/page.cts';

const PAGE = 'answers.md';
const refusals: readonly Answer[] = Object.values(REFUSALS);
const statuses = [...new Set(refusals.map(({ status }) => status))].sort();
const sections = readSections(PAGE);

const numbersIn = (text: string) => [...text.matchAll(/\b[2-5]\d\d\b/g)].map(Number);

/** Returns the answers on the page that are problem details, and the time after which a sender can try again. */
const listProblems = (wanted: number) =>
	sections
		.filter(({ heading }) => heading.startsWith(`${wanted}: `))
		.filter(({ text }) => text.includes('"about:blank"'))
		.map(({ text }) => /for (\d+) seconds/.exec(text)?.[1]);

it.each(statuses)('answers.md shows an answer for each refusal with %d', (wanted) => {
	const kinds = refusals.filter(({ status }) => status === wanted);
	const times = listProblems(wanted);
	expect(times.length).toBeGreaterThanOrEqual(kinds.length);
	const expected = kinds.flatMap(({ retryAfter = [] }) => retryAfter);
	expect(times.flatMap((time) => (time === undefined ? [] : Number(time))).sort()).toEqual(
		expected,
	);
});

it("answers.md lists the trigger's statuses, and what a sender does about each", () => {
	const origin = sections.find(({ heading }) => heading === 'Where an answer comes from');
	const [, ours = ''] = /^- \*\*The trigger\*\* returns ([^.]*)/m.exec(origin?.text ?? '') ?? [];
	expect(numbersIn(ours).sort()).toEqual([200, ...statuses]);
	const [table] = readBlocks(PAGE);
	const rows = (table?.rows ?? []).flatMap(([status = '']) => numbersIn(status));
	expect(rows).toEqual(expect.arrayContaining(statuses));
});
