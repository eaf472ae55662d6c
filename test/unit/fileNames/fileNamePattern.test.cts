import { parseFileNamePattern } from '../../../nodes/CleverConnect/fileNames/fileNamePattern';

it.each([
	['CV', []],
	['{Job}', ['{Job}']],
	['{job} - {number}', ['{number}']],
	['{{job}}', ['{', '}']],
	['{} job}', ['{}', '}']],
])('the pattern %s has the faults %j', (pattern, faults) => {
	expect(parseFileNamePattern(pattern).faults).toEqual(faults);
});
