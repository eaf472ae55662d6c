import { REFUSALS, type RefusalResponse } from '../../../nodes/CleverConnect/refusals';
import { readBlocks, readSections } from '../../../tools/docs/page.cts';
import { DOCUMENTED_RESPONSES } from '../../helpers/documentedResponses.cts';

const PAGE = 'answers.md';
const refusals: readonly RefusalResponse[] = Object.values(REFUSALS);
const statuses = [...new Set(refusals.map(({ status }) => status))].sort();
const sections = readSections(PAGE);

const numbersIn = (text: string) => [...text.matchAll(/\b[2-5]\d\d\b/g)].map(Number);

it('answers.md shows an answer with the status of each refusal, and any time after which a sender can try again', () => {
	const shown = readBlocks(PAGE)
		.filter(({ code }) => code.includes('"about:blank"'))
		.map(({ heading, code }) => {
			const { status, title } = JSON.parse(code) as RefusalResponse;
			const text = sections.find((section) => section.heading === heading)?.text ?? '';
			return [status, title, /for (\d+) seconds/.exec(text)?.[1]];
		});
	for (const { status, title, retryAfter } of refusals) {
		expect(shown).toContainEqual([status, title, retryAfter?.toString()]);
	}
});

it("answers.md lists the trigger's statuses, and what-a-sender-should-do.md those of refusals", () => {
	const origin = sections.find(({ heading }) => heading === 'Where an answer comes from');
	const [, ours = ''] = /^- \*\*The trigger\*\* returns ([^.]*)/m.exec(origin?.text ?? '') ?? [];
	expect(numbersIn(ours).sort()).toEqual([200, ...statuses]);
	const [table] = readBlocks('what-a-sender-should-do.md');
	const rows = (table?.rows ?? []).flatMap(([status = '']) => numbersIn(status));
	expect(rows).toEqual(expect.arrayContaining(statuses));
});

it('each JSON response in answers.md has a request that a test sends', () => {
	const names = readBlocks(PAGE).flatMap(({ language, name }) => (language === 'json' ? name : []));
	expect(names.sort()).toEqual(Object.keys(DOCUMENTED_RESPONSES).sort());
});
