import { existsSync, readFileSync } from 'node:fs';
import { sumBy } from 'lodash';
import { isNote, type Template } from '../../../../tools/n8n/client/template.cts';
import { compose } from '../../../../tools/templates/compose.cts';
import { SAMPLE } from '../../../../tools/templates/description.cts';
import { DESCRIPTIONS } from '../../../../tools/templates/descriptions.cts';

// The templates are for people who read no code.

/** These templates watch, check, or compare something themselves, so some of their expressions are longer. */
const LONGER = ['check-my-setup.json', 'retry-failed.json', 'exactly-once.json'];

const templates: Record<string, Template> = {};
beforeAll(async () => {
	for (const [file, description] of Object.entries(DESCRIPTIONS)) {
		templates[file] = await compose(description);
	}
});

const listSteps = (file: string) => templates[file]?.nodes.filter((node) => !isNote(node)) ?? [];

/** Returns the expressions in all fields of a template, without their braces. */
function listExpressions(file: string): string[] {
	const expressions: string[] = [];
	JSON.stringify(listSteps(file), (_name, value: unknown) => {
		if (typeof value !== 'string' || !value.startsWith('=')) return value;
		for (const [, expression = ''] of value.matchAll(/\{\{(.*?)\}\}(?!\})/gs)) {
			expressions.push(expression);
		}
		return value;
	});
	return expressions;
}

const files = Object.keys(DESCRIPTIONS);

it.each(files)('%s has short expressions, and conditions that are rows', (file) => {
	const isTooLong = ({ length }: string) => length > 120 && !LONGER.includes(file);
	expect(listExpressions(file).filter(isTooLong)).toEqual([]);
	const conditions = JSON.stringify(listSteps(file)).match(/"leftValue":"[^"]+"/g) ?? [];
	expect(conditions.filter((one) => /[!=]==|&&|\|\|/.test(one))).toEqual([]);
});

it('all templates together have few expressions, Code steps, and steps', () => {
	const steps = files.flatMap(listSteps);
	const isCode = ({ type, name }: { type: string; name: string }) =>
		type === 'n8n-nodes-base.code' && name !== SAMPLE;
	expect(steps.filter(isCode).length).toBeLessThanOrEqual(9);
	expect(steps.length).toBeLessThanOrEqual(285);
	expect(sumBy(files.flatMap(listExpressions), 'length')).toBeLessThanOrEqual(18_000);
});

const page = readFileSync('workflows/README.md', 'utf8');
/** The steps that hand an application over to another system or a person. */
const SENDING =
	/\.(?:emailSend|ftp|gmail|googleDrive|httpRequest|microsoft\w+|readWriteFile|s3|slack)$/;
/** These templates send no application, or send it in a test of their own. */
const OWN_TESTS = ['check-my-setup.json', 'retry-failed.json', 'send-a-test-application.json'];

it.each(files)('%s has a row in workflows/README.md and, if it sends, a fixture', (file) => {
	const rows = page.split('\n').filter((line) => line.startsWith('|'));
	expect(rows.join('\n')).toContain(`[${file.replace('.json', '')}](${file})`);
	const isSending = listSteps(file).some(({ type }) => SENDING.test(type));
	if (isSending && !OWN_TESTS.includes(file)) {
		const fixture = `test/fixtures/templates/${file.replace('.json', '.yaml')}`;
		expect([fixture, existsSync(fixture)]).toEqual([fixture, true]);
	}
});
