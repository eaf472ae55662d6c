import { existsSync, readFileSync } from 'node:fs';
import { readTemplate, type Template } from '../../../../tools/n8n/client/template.cts';
import { compose } from '../../../../tools/templates/compose.cts';
import { DESCRIPTIONS } from '../../../../tools/templates/readDescriptions.cts';
import { crosses, measure, overlap, type Geometry } from '../../../../tools/templates/geometry.cts';

/** These templates have no fixture, but tests of their own. */
const OWN_TESTS = ['check-my-setup.json', 'retry-failed.json'];
/** The types of the steps that hand an application over to another system or a person. */
const SENDING =
	/\.(?:emailSend|ftp|gmail|googleDrive|httpRequest|microsoft\w+|readWriteFile|s3|slack)$/;

/** Returns the expressions in the fields of a template, without their braces. */
function listExpressions({ nodes }: Template): string[] {
	const text = JSON.stringify(nodes.filter(({ type }) => !/(?:\.code|stickyNote)$/.test(type)));
	return [...text.matchAll(/\{\{(.*?)\}\}(?!\})/g)].map(([, expression = '']) => expression);
}

describe.each(Object.entries(DESCRIPTIONS))('%s', (file, description) => {
	let template: Template;
	let geometry: Geometry;
	beforeAll(async () => {
		template = await compose(description);
		geometry = measure(template);
	});

	it('is what `npm run templates` generates', async () => {
		expect(template).toEqual(await readTemplate(file));
	});

	it('has text of at least 9 pixels in an editor window of 1440 by 900', () => {
		const boxes = [...geometry.notes.values(), ...geometry.steps.values()];
		const size = (from: 'left' | 'top', to: 'right' | 'bottom') =>
			Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
		// The canvas between the editor's bars has this size, and the editor keeps a sixth of it free.
		const zoom = Math.min(1398 / size('left', 'right'), 798 / size('top', 'bottom')) / 1.2;
		expect(14 * zoom).toBeGreaterThanOrEqual(9);
	});

	it('has no notes, steps, or names that touch each other or a wire', () => {
		const { notes, steps, names, wires } = geometry;
		const boxes = [...notes, ...steps, ...names];
		const touching = boxes.flatMap(([name, box], index) =>
			boxes
				.slice(index + 1)
				.flatMap(([other, next]) => (overlap(box, next) ? [[name, other]] : [])),
		);
		expect(touching).toEqual([]);
		for (const { from, to, points } of wires) {
			const others = boxes.filter(
				([name, box]) => steps.get(name) !== box || ![from, to].includes(name),
			);
			expect([from, to, others.filter(([, box]) => crosses(points, box))]).toEqual([from, to, []]);
		}
	});

	it('connects all its steps', () => {
		const { steps, wires } = geometry;
		const connected = new Set(wires.flatMap(({ from, to }) => [from, to]));
		expect([...connected].sort()).toEqual([...steps.keys()].sort());
	});

	it('has triggers, which a user must activate if the template receives applications', () => {
		const triggers = template.nodes.filter(({ type }) => /(?<!manual)trigger$/i.test(type));
		expect(triggers.length).toBeGreaterThan(0);
		if (description.trigger === null) return;
		for (const { disabled } of triggers) expect(disabled).toBe(true);
	});

	it('has short expressions, and conditions that are rows, for people who read no code', () => {
		expect(listExpressions(template).filter(({ length }) => length > 120)).toEqual([]);
		expect(JSON.stringify(template.nodes)).not.toMatch(/"leftValue":"[^"]*(?:[!=]==|&&|\|\|)/);
	});

	it('names each data table that it creates once, so that people rename it in one step', () => {
		const names = JSON.stringify(template.nodes).match(/"tableName":"[^="][^"]*"/g) ?? [];
		expect(names).toEqual([...new Set(names)]);
	});

	it('has a row in workflows/README.md and, if it sends applications, tests of what it sends', () => {
		const name = file.replace('.json', '');
		expect(readFileSync('workflows/README.md', 'utf8')).toMatch(
			new RegExp(`^\\|.*\\[${name}\\]\\(${file}\\)`, 'm'),
		);
		const isSending = template.nodes.some(({ type }) => SENDING.test(type));
		const hasFixture = existsSync(`test/fixtures/templates/${name}.yaml`);
		expect(hasFixture || !isSending || OWN_TESTS.includes(file)).toBe(true);
	});
});

it('the expressions of all templates together have at most 18,000 characters', async () => {
	const templates = await Promise.all(Object.keys(DESCRIPTIONS).map(readTemplate));
	expect(templates.flatMap(listExpressions).join('').length).toBeLessThanOrEqual(18_000);
});
