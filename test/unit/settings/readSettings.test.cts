import type { IHookFunctions } from 'n8n-workflow';
import { PAGES } from '../../../nodes/CleverConnect/common/documentationLinks';
import { readSettings } from '../../../nodes/CleverConnect/settings/readSettings';
import { options, parameters } from '../../../nodes/CleverConnect/settings/properties';
import { DOCX_TYPE } from '../../../tools/samples/exampleApplication.cts';

/** Reads a trigger's settings. `options` contains only the options that somebody has added. */
function read(parameters: Record<string, unknown>, workflowSettings = {}) {
	const context = {
		getNode: () => ({ name: 'Trigger' }),
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getWorkflowSettings: () => workflowSettings,
	};
	return readSettings(context as unknown as IHookFunctions);
}

it('unchanged settings have the defaults that the editor shows', () => {
	const { acceptedTypes, fileNames, ...others } = read({});
	for (const [name, value] of Object.entries(others)) {
		const property = [...parameters, ...options].find((each) => each.name === name);
		expect([name, value]).toEqual([name, property?.default]);
	}
	expect(fileNames.isEmpty).toBe(true);
	const types = ['application/pdf', 'application/msword', DOCX_TYPE, 'image/png'];
	expect(types.map((type) => acceptedTypes.has(type))).toEqual([true, true, true, false]);
});

it.each<[Record<string, unknown>, Partial<ReturnType<typeof read>>]>([
	[{ onIssues: null, options: { language: null, skipDuplicates: null } }, {}],
	[{ onIssues: 'review' }, { onIssues: 'review' }],
	[{ options: { language: 'de' } }, { language: 'de' }],
	[{ options: { reportRefusals: true } }, { reportRefusals: true }],
])('the parameters %j are read with defaults for what is missing', (changed, expected) => {
	const { acceptedTypes, ...others } = read({});
	expect({ ...read(changed), acceptedTypes }).toEqual({ acceptedTypes, ...others, ...expected });
});

it.each<[Record<string, unknown>, ...faults: string[]]>([
	[
		{ onIssues: 'reject', output: '' },
		"'When Something Is Wrong' has an invalid value. 'Items' has",
	],
	[{ options: { acceptedFileTypes: 'pfd, *' } }, '"pfd", "*", which is not', 'such as pdf'],
	[{ options: { fileNames: '{Type} {a' } }, '"{Type}", "{a", which does not', '{type}, {date}.'],
])('the parameters %j are an error for the owner', (parameters, ...faults) => {
	for (const fault of faults) expect(() => read(parameters)).toThrow(fault);
	const description = expect.stringContaining(PAGES.troubleshooting) as string;
	expect(() => read(parameters)).toThrow(expect.objectContaining({ description }) as Error);
});

it("a workflow for n8n's engine 2.0, which cannot receive files, is an error for the owner", () => {
	expect(() => read({}, { engineType: 'v2' })).toThrow('engine 2.0, which cannot receive files');
});

it.each<[name: string, ...values: unknown[]]>([
	['acceptedFileTypes', 7, ['pdf']],
	['language', 'it', ''],
	['skipDuplicates', 'true', 1],
])('the option %s cannot have certain values, such as %j', (name, ...values) => {
	for (const value of values) {
		expect(() => read({ options: { [name]: value } })).toThrow('has an invalid value');
	}
});
