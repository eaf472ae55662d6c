import { REFUSALS, type Answer } from '../../../nodes/CleverConnect/response/refusal';
import { readBlocks, readSections } from '../../../tools/docs/page.cts';

const PAGE = 'answers.md';
const refusals: readonly Answer[] = Object.values(REFUSALS);
const statuses = [...new Set(refusals.map(({ status }) => status))].sort();

const sections = readSections(PAGE);
const answers = sections
	.filter(({ heading }) => /^\d{3}: /.test(heading))
	.map(({ heading, text }) => ({ status: Number(heading.slice(0, 3)), text }));
/** The refusals among the answers, which are problem details. */
const problems = answers.filter(({ text }) => text.includes('"about:blank"'));

const numbersIn = (text: string) => [...text.matchAll(/\b[2-5]\d\d\b/g)].map(Number);

it('answers.md shows an answer for each kind of refusal', () => {
	for (const { status } of refusals) {
		const kinds = refusals.filter((one) => one.status === status);
		const shown = problems.filter((one) => one.status === status);
		expect([status, shown.length >= kinds.length]).toEqual([status, true]);
	}
	expect([...new Set(problems.map(({ status }) => status))].sort()).toEqual(statuses);
});

it('answers.md shows the title that belongs to each status', () => {
	for (const { status, text } of problems) {
		const { title } = refusals.find((one) => one.status === status) ?? {};
		expect(text).toContain(`"title": "${title}",\n\t"status": ${status},`);
	}
});

it('answers.md states after how many seconds the sender can try again', () => {
	const stated = problems.flatMap(({ text }) => /for (\d+) seconds/.exec(text)?.[1] ?? []);
	const expected = refusals.flatMap(({ retryAfter }) => retryAfter ?? []);
	expect(stated.map(Number).sort()).toEqual(expected.sort());
});

it("answers.md lists the trigger's statuses, and what a sender does about each", () => {
	const origin = sections.find(({ heading }) => heading === 'Where an answer comes from');
	const [, ours = ''] = /^- \*\*The trigger\*\* returns ([^.]*)/m.exec(origin?.text ?? '') ?? [];
	expect(numbersIn(ours).sort()).toEqual([200, ...statuses]);
	const [table] = readBlocks(PAGE);
	const rows = (table?.rows ?? []).flatMap(([status = '']) => numbersIn(status));
	expect(rows).toEqual(expect.arrayContaining(statuses));
});
