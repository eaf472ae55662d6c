import { existsSync } from 'node:fs';
import { version } from '../../../../package.json';
import { isNote, readTemplate, type Template } from '../../../../tools/n8n/client/template.cts';
import { compose } from '../../../../tools/templates/compose.cts';
import { DESCRIPTIONS } from '../../../../tools/templates/readDescriptions.cts';

/** This template has no fixture, but tests of its own. */
const OWN_TESTS = ['retry-failed.json'];
/** The types of the steps that hand an application over to another system or a person. */
const SENDING = /\.(?:emailSend|googleDrive|httpRequest|microsoft\w+|readWriteFile|slack)$/;

/** Returns the expressions in the fields of a template, without their braces. */
function listExpressions({ nodes }: Template): string[] {
	const text = JSON.stringify(nodes.filter(({ type }) => !/(?:\.code|stickyNote)$/.test(type)));
	return [...text.matchAll(/\{\{(.*?)\}\}(?!\})/g)].map(([, expression = '']) => expression);
}

describe.each(Object.entries(DESCRIPTIONS))('%s', (file, description) => {
	const template = compose(description);

	it('is what `npm run templates` generates, and says of which version it is', async () => {
		expect(template).toEqual(await readTemplate(file));
		const [start] = template.nodes;
		expect(start?.parameters.content).toMatch(`n8n-nodes-cleverconnect ${version}`);
	});

	it('connects all its steps from left to right', () => {
		const steps = template.nodes.filter((node) => !isNote(node));
		expect(steps.map(({ name }) => name).sort()).toEqual(
			Object.keys({
				...(description.trigger !== null && { 'CleverConnect Trigger': 0, Application: 0 }),
				...description.steps,
			}).sort(),
		);
		const columnOf = (name: string) => steps.find((one) => one.name === name)?.position[0] ?? 0;
		const wires = Object.entries(template.connections).flatMap(([from, { main }]) =>
			main.flat().map(({ node: to }) => [from, to] as const),
		);
		expect([...new Set(wires.flat())].sort()).toEqual(steps.map(({ name }) => name).sort());
		expect(wires.filter(([from, to]) => columnOf(to) <= columnOf(from))).toEqual([]);
	});

	it('has short expressions, and conditions that are rows, for people who read no code', () => {
		expect(listExpressions(template).filter(({ length }) => length > 120)).toEqual([]);
		expect(JSON.stringify(template.nodes)).not.toMatch(/"leftValue":"[^"]*(?:[!=]==|&&|\|\|)/);
	});

	it('has no code in the texts that people change and extend', () => {
		// Its email has a text that nobody extends: a line for each execution.
		if (file === 'retry-failed.json') return;
		for (const { parameters } of template.nodes) {
			const { subject, text, bodyContent } = parameters;
			const expressions = [subject, text, bodyContent].join().match(/\{\{.*?\}\}/g) ?? [];
			expect(expressions.filter((one) => /[|?]|\w\(/.test(one))).toEqual([]);
		}
	});

	it('has tests of what it sends, if it sends applications', () => {
		const isSending = template.nodes.some(({ type }) => SENDING.test(type));
		const hasFixture = existsSync(`test/fixtures/templates/${file.replace('json', 'yaml')}`);
		expect(hasFixture || !isSending || OWN_TESTS.includes(file)).toBe(true);
	});
});
