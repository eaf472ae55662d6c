import { isProgram, isRunnable } from '../../../nodes/CleverConnect/fileNames/programs';

test.each([
	['exe', true],
	['XLA', true],
	['html', true],
	['svg', true],
	['docm', false],
	['', false],
])('a file with the extension "%s" can run something: %s', (extension, expected) => {
	expect(isRunnable(extension)).toBe(expected);
});

test.each([
	['application/x-msdownload', true],
	['image/png', false],
	['application/octet-stream', false],
	[undefined, false],
])("the type %s is a program's: %s", (type, expected) => {
	expect(isProgram(type)).toBe(expected);
});
