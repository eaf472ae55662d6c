import { harmless } from '../../../../tools/templates/expressions.cts';
import { cell, onlyOnce } from '../../../../tools/templates/steps.cts';
import { evaluate } from '../../../helpers/nodeContext.cts';

/** Evaluates a field in n8n's engine, in a step after `Application`. */
const evaluateField = (field: string, application: object) =>
	evaluate(field.replace(/^=/, '').replaceAll("$('Application').item.json", '$json'), {
		json: application as never,
	});

it.each([
	['Log in at HTTPS://EVIL', 'Log in at HTTPS //EVIL'],
	['www. evil', 'www  evil'],
	['evil.example/login', 'evil example/login'],
	['evil。example．evil｡example', 'evil example evil example'],
	['192.0.2.1/login', '192 0 2 1/login'],
	['mail me@evil', 'mail me evil'],
	['<!channel> <b>&amp;', ' !channel   b  amp;'],
	['Anne-Marie O’Neil, ශ්‍රී', 'Anne-Marie O’Neil, ශ්‍රී'],
	['', 'nobody'],
])('%j cannot become a link, a mention, or HTML', (name, expected) => {
	expect(evaluateField(harmless('name', 'nobody'), { summary: { name } })).toBe(expected);
});

it.each(['=1+1', '+1', '-1', '@A1'])('a cell of a spreadsheet is no formula: %s', (job) => {
	expect(evaluateField(cell('job'), { summary: { job } })).toBe(`'${job}`);
});

it('templates that process each application once distinguish numbers from texts', () => {
	const { dedupeValue } = onlyOnce.parameters as { dedupeValue: string };
	expect(evaluateField(dedupeValue, { id: 4711 })).toBe('4711');
	expect(evaluateField(dedupeValue, { id: '4711' })).toBe('"4711"');
});
